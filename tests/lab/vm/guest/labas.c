/* labas UID COMMAND ARGUMENT... - runs COMMAND as another user, with no group's rights. */
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    unsigned id = (unsigned)atoi(argv[1]);
    if (setgroups(0, NULL) || setgid(id) || setuid(id)) { perror("labas"); return 126; }
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    return 127;
}
