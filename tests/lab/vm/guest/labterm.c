/* labterm - a terminal that types, clicks and reports focus from a small script.
 *
 *   labterm plain|focus|kitty SCRIPT -- COMMAND ARGUMENT...
 *
 * Runs COMMAND on a terminal of its own and copies what it prints to stdout.
 *   plain    answers only what every terminal answers
 *   focus    reports focus and mouse clicks too, as xterm does
 *   kitty    speaks the Kitty keyboard protocol as well
 * SCRIPT is commands between semicolons:
 *   sleep MS     type TEXT     (\e escape, \r return, \s space, \c Ctrl-C, \, semicolon)
 *   in    out    focus comes, focus goes
 *   signal N     a signal to COMMAND
 *   run COMMAND  a shell command, waited for
 * At the end it waits for COMMAND, says whether the terminal was set back to what it was
 * ("labterm: restored"), and exits with COMMAND's status.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static int master;
static int focus, kitty;
static pid_t child;

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void send_text(const char *text, size_t n)
{
    if (write(master, text, n) != (ssize_t)n) perror("labterm: write");
}

/* Answers the questions in what the command printed. */
static void answer(char *text, ssize_t n)
{
    text[n] = 0;
    for (char *p = text; (p = strchr(p, 033)); p++) {
        if (!strncmp(p, "\033[?u", 4) && kitty) send_text("\033[?0u", 5);
        else if (!strncmp(p, "\033[?1004$p", 9)) send_text(focus ? "\033[?1004;2$y" : "\033[?1004;0$y", 11);
        else if (!strncmp(p, "\033[?1006$p", 9)) send_text(focus ? "\033[?1006;2$y" : "\033[?1006;0$y", 11);
        else if (!strncmp(p, "\033[c", 3)) send_text("\033[?62;22c", 9);
    }
}

/* Copies output for a while; -1: until the command has ended.  Returns 0 at its end. */
static int copy(long long ms)
{
    long long until = now_ms() + ms;
    for (;;) {
        long long left = until - now_ms();
        if (ms >= 0 && left <= 0) return 1;
        struct pollfd f = { master, POLLIN, 0 };
        int ready = poll(&f, 1, ms < 0 ? 100 : (int)left);
        if (ready > 0) {
            char buf[4097];
            ssize_t n = read(master, buf, sizeof buf - 1);
            if (n <= 0) return 0;
            fwrite(buf, 1, n, stdout);
            fflush(stdout);
            answer(buf, n);
        }
    }
}

static void type_text(const char *s)
{
    for (; *s; s++) {
        char c = *s;
        if (c == '\\' && s[1]) {
            c = *++s;
            c = c == ',' ? ';' : c == 'e' ? 033 : c == 'r' ? '\r' : c == 's' ? ' ' : c == 'c' ? 3 : c;
        }
        send_text(&c, 1);
    }
}

int main(int argc, char **argv)
{
    if (argc < 5 || strcmp(argv[3], "--")) {
        fprintf(stderr, "usage: labterm plain|focus|kitty SCRIPT -- COMMAND ARGUMENT...\n");
        return 2;
    }
    kitty = !strcmp(argv[1], "kitty");
    focus = kitty || !strcmp(argv[1], "focus");
    child = forkpty(&master, NULL, NULL, NULL);
    if (child == 0) {
        execvp(argv[4], argv + 4);
        perror(argv[4]);
        _exit(127);
    }
    /* held open, so that its settings can be looked at after the command's end */
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    char *save;
    for (char *c = strtok_r(argv[2], ";", &save); c; c = strtok_r(NULL, ";", &save)) {
        while (*c == ' ' || *c == '\n') c++;
        if (!strncmp(c, "sleep ", 6)) copy(atoll(c + 6));
        else if (!strncmp(c, "type ", 5)) type_text(c + 5);
        else if (!strncmp(c, "run ", 4)) { if (system(c + 4)) perror("labterm: run"); }
        else if (!strncmp(c, "signal ", 7)) kill(child, atoi(c + 7));
        else if (!strncmp(c, "in", 2)) send_text("\033[I", 3);
        else if (!strncmp(c, "out", 3)) send_text("\033[O", 3);
        else if (*c) { fprintf(stderr, "labterm: unknown command %s\n", c); return 2; }
    }
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) copy(100);
    copy(100);
    struct termios t;
    tcgetattr(slave, &t);
    printf("\nlabterm: %s\n", t.c_lflag & ICANON && t.c_lflag & ECHO && t.c_lflag & ISIG ? "restored" : "LEFT RAW");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
