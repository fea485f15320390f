/* labinject - plug in virtual gamepads and keyboards, operate them, send MIDI.
 *
 *   labinject < script        labinject -c 'pad p xac; sleep 300; tap p BTN_SOUTH 50'
 *
 * One command a line (or between semicolons):
 *   pad ID [xac|xbox|generic] [VID:PID:VERSION] [NAME...]   plug in a gamepad
 *   keyboard ID [VID:PID:VERSION] [NAME...]                 plug in a keyboard
 *   box ID [VID:PID:VERSION] [NAME...]   plug in a switch box: joystick buttons, no axes
 *   mouse ID [VID:PID:VERSION] [NAME...] plug in a mouse
 *   unplug ID                    pull it out (plug it in again with pad/keyboard)
 *   press ID CODE   release ID CODE   tap ID CODE [MS]
 *   axis ID CODE VALUE           VALUE with a point (-1.0 .. 1.0) is scaled to the
 *                                axis' range, without one it is the raw value
 *   burst ID CODE N              N press/release pairs with no pause (the reader's
 *                                queue overflows: SYN_DROPPED)
 *   midi DEVICE HEX...           write bytes to a raw MIDI device: 90 3c 7f
 *   sleep MS                     (a fraction is allowed)
 *   echo TEXT
 * CODE is a name such as BTN_SOUTH, KEY_SPACE, ABS_X or a number.
 * Every line that did something is reported on stdout, after its CLOCK_MONOTONIC
 * time in nanoseconds, taken right before the write to the kernel.  Plugging in
 * reports the event node too.  A bad line ends the program with status 1.
 * All devices disappear when the program ends.
 */
#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define MAXDEV 32
#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct dev {
    char id[32];
    int fd;                          /* the uinput handle; -1: free slot */
    struct input_absinfo abs[ABS_CNT];
} devs[MAXDEV];

static const struct { const char *name; int type, code; } names[] = {
#define B(n) { #n, EV_KEY, n }
#define A(n) { #n, EV_ABS, n }
    B(BTN_SOUTH), B(BTN_EAST), B(BTN_C), B(BTN_NORTH), B(BTN_WEST), B(BTN_Z), B(BTN_TL), B(BTN_TR),
    B(BTN_TL2), B(BTN_TR2), B(BTN_SELECT), B(BTN_START), B(BTN_MODE), B(BTN_THUMBL), B(BTN_THUMBR),
    B(BTN_DPAD_UP), B(BTN_DPAD_DOWN), B(BTN_DPAD_LEFT), B(BTN_DPAD_RIGHT),
    B(BTN_TRIGGER), B(BTN_THUMB), B(BTN_THUMB2), B(BTN_TOP), B(BTN_TOP2), B(BTN_PINKIE), B(BTN_BASE),
    B(BTN_LEFT), B(BTN_RIGHT), B(BTN_MIDDLE), B(BTN_TOUCH),
    B(BTN_TRIGGER_HAPPY1), B(BTN_TRIGGER_HAPPY2), B(BTN_TRIGGER_HAPPY3), B(BTN_TRIGGER_HAPPY4),
    B(KEY_ESC), B(KEY_1), B(KEY_2), B(KEY_3), B(KEY_4), B(KEY_5), B(KEY_6), B(KEY_7), B(KEY_8), B(KEY_9),
    B(KEY_0), B(KEY_MINUS), B(KEY_EQUAL), B(KEY_BACKSPACE), B(KEY_TAB), B(KEY_ENTER), B(KEY_SPACE),
    B(KEY_A), B(KEY_B), B(KEY_C), B(KEY_D), B(KEY_E), B(KEY_F), B(KEY_G), B(KEY_H), B(KEY_I), B(KEY_J),
    B(KEY_K), B(KEY_L), B(KEY_M), B(KEY_N), B(KEY_O), B(KEY_P), B(KEY_Q), B(KEY_R), B(KEY_S), B(KEY_T),
    B(KEY_U), B(KEY_V), B(KEY_W), B(KEY_X), B(KEY_Y), B(KEY_Z), B(KEY_COMMA), B(KEY_DOT), B(KEY_SLASH),
    B(KEY_SEMICOLON), B(KEY_APOSTROPHE), B(KEY_LEFTBRACE), B(KEY_RIGHTBRACE), B(KEY_GRAVE), B(KEY_BACKSLASH),
    B(KEY_LEFTSHIFT), B(KEY_RIGHTSHIFT), B(KEY_LEFTCTRL), B(KEY_RIGHTCTRL), B(KEY_LEFTALT), B(KEY_RIGHTALT),
    B(KEY_LEFTMETA), B(KEY_CAPSLOCK), B(KEY_UP), B(KEY_DOWN), B(KEY_LEFT), B(KEY_RIGHT), B(KEY_HOME),
    B(KEY_END), B(KEY_PAGEUP), B(KEY_PAGEDOWN), B(KEY_INSERT), B(KEY_DELETE), B(KEY_F1), B(KEY_F2),
    B(KEY_F3), B(KEY_F4), B(KEY_F5), B(KEY_F6), B(KEY_F7), B(KEY_F8), B(KEY_F9), B(KEY_F10), B(KEY_F11),
    B(KEY_F12),
    A(ABS_X), A(ABS_Y), A(ABS_Z), A(ABS_RX), A(ABS_RY), A(ABS_RZ), A(ABS_HAT0X), A(ABS_HAT0Y),
    A(ABS_THROTTLE), A(ABS_RUDDER), A(ABS_GAS), A(ABS_BRAKE),
};

static void bad(const char *what, const char *arg)
{
    fprintf(stderr, "labinject: %s: %s\n", what, arg ? arg : "(nothing)");
    exit(1);
}

static int code_of(int type, const char *s)
{
    char *end;
    if (!s) bad("a code is missing", s);
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].type == type && !strcmp(names[i].name, s)) return names[i].code;
    long v = strtol(s, &end, 0);
    if (*end || end == s || v < 0 || v >= (type == EV_KEY ? KEY_CNT : ABS_CNT)) bad("unknown code", s);
    return v;
}

static struct dev *find(const char *id)
{
    for (int i = 0; id && i < MAXDEV; i++)
        if (devs[i].fd >= 0 && !strcmp(devs[i].id, id)) return &devs[i];
    bad("no such device", id);
    return NULL;
}

static long long now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_ms(double ms)
{
    struct timespec t = { (time_t)(ms / 1000), 0 };
    t.tv_nsec = (long)((ms - t.tv_sec * 1000.0) * 1e6);
    while (nanosleep(&t, &t) && errno == EINTR) {}
}

/* One change and its SYN_REPORT in one write, as a driver would report it. */
static void emit(struct dev *d, int type, int code, int value)
{
    struct input_event e[2];
    memset(e, 0, sizeof e);
    e[0].type = type; e[0].code = code; e[0].value = value;
    e[1].type = EV_SYN; e[1].code = SYN_REPORT;
    if (write(d->fd, e, sizeof e) != sizeof e) bad("write to uinput", strerror(errno));
}

static void add_key(struct dev *d, int code)
{
    ioctl(d->fd, UI_SET_EVBIT, EV_KEY);
    if (ioctl(d->fd, UI_SET_KEYBIT, code)) bad("UI_SET_KEYBIT", strerror(errno));
}

static void add_axis(struct dev *d, int code, int min, int max, int fuzz, int flat)
{
    struct uinput_abs_setup s;
    memset(&s, 0, sizeof s);
    s.code = code;
    s.absinfo.minimum = min; s.absinfo.maximum = max; s.absinfo.fuzz = fuzz; s.absinfo.flat = flat;
    d->abs[code] = s.absinfo;
    ioctl(d->fd, UI_SET_EVBIT, EV_ABS);
    if (ioctl(d->fd, UI_ABS_SETUP, &s)) bad("UI_ABS_SETUP", strerror(errno));
}

/* The node /dev/input/eventN of a device, from the name of its directory in sysfs. */
static void event_node(int fd, char *out, size_t n)
{
    char sys[64] = "", path[128];
    snprintf(out, n, "?");
    if (ioctl(fd, UI_GET_SYSNAME(sizeof sys), sys) < 0) return;
    snprintf(path, sizeof path, "/sys/devices/virtual/input/%s", sys);
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (!strncmp(e->d_name, "event", 5)) snprintf(out, n, "/dev/input/%.32s", e->d_name);
    if (dir) closedir(dir);
}

enum kind { PAD, KEYBOARD, BOX, MOUSE };

static void plug(enum kind kind, char *rest)
{
    const int is_pad = kind == PAD;
    static const int xbox[] = { BTN_SOUTH, BTN_EAST, BTN_NORTH, BTN_WEST, BTN_TL, BTN_TR, BTN_SELECT,
                                BTN_START, BTN_MODE, BTN_THUMBL, BTN_THUMBR };
    char *save, *id = strtok_r(rest, " \t", &save), *word = strtok_r(NULL, " \t", &save);
    const char *layout = is_pad ? "xac" : kind == BOX ? "box" : kind == MOUSE ? "mouse" : "keyboard";
    struct uinput_setup s;
    struct dev *d = NULL;
    unsigned vid, pid, ver;

    if (!id) bad("an id is missing", id);
    for (int i = 0; i < MAXDEV; i++) {
        if (devs[i].fd >= 0 && !strcmp(devs[i].id, id)) bad("already plugged in", id);
        if (devs[i].fd < 0 && !d) d = &devs[i];
    }
    if (!d) bad("too many devices", id);
    memset(&s, 0, sizeof s);
    s.id.bustype = BUS_USB;
    if (is_pad && word && (!strcmp(word, "xac") || !strcmp(word, "xbox") || !strcmp(word, "generic"))) {
        layout = word;
        word = strtok_r(NULL, " \t", &save);
    }
    if (!strcmp(layout, "xac")) {              /* as Linux' xpad presents the adaptive controller */
        s.id.vendor = 0x045e; s.id.product = 0x0b0a; s.id.version = 0x0101;
        strcpy(s.name, "Microsoft X-Box Adaptive Controller");
    } else if (!strcmp(layout, "xbox")) {
        s.id.vendor = 0x045e; s.id.product = 0x028e; s.id.version = 0x0114;
        strcpy(s.name, "Microsoft X-Box 360 pad");
    } else if (!strcmp(layout, "generic")) {   /* a switch interface: joystick buttons, two axes */
        s.id.vendor = 0x1209; s.id.product = 0x0001; s.id.version = 0x0100;
        strcpy(s.name, "Lab Generic Joystick");
    } else if (kind == BOX) {
        s.id.vendor = 0x1209; s.id.product = 0x0003; s.id.version = 0x0100;
        strcpy(s.name, "Lab Buttons");
    } else if (kind == MOUSE) {
        s.id.vendor = 0x1209; s.id.product = 0x0004; s.id.version = 0x0100;
        strcpy(s.name, "Lab Mouse");
    } else {
        s.id.vendor = 0x1209; s.id.product = 0x0002; s.id.version = 0x0100;
        strcpy(s.name, "Lab Keyboard");
    }
    if (word && sscanf(word, "%x:%x:%x", &vid, &pid, &ver) == 3) {
        s.id.vendor = vid; s.id.product = pid; s.id.version = ver;
        word = strtok_r(NULL, " \t", &save);
    }
    if (word) snprintf(s.name, sizeof s.name, "%s%s%s", word, *save ? " " : "", save);

    d->fd = open("/dev/uinput", O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (d->fd < 0) bad("/dev/uinput", strerror(errno));
    snprintf(d->id, sizeof d->id, "%s", id);
    memset(d->abs, 0, sizeof d->abs);
    if (kind == BOX) {
        for (int b = BTN_TRIGGER; b <= BTN_BASE6; b++) add_key(d, b);
    } else if (kind == MOUSE) {
        for (int b = BTN_LEFT; b <= BTN_MIDDLE; b++) add_key(d, b);
        ioctl(d->fd, UI_SET_EVBIT, EV_REL);
        ioctl(d->fd, UI_SET_RELBIT, REL_X);
        ioctl(d->fd, UI_SET_RELBIT, REL_Y);
    } else if (!is_pad) {
        for (int k = KEY_ESC; k <= KEY_COMPOSE; k++) add_key(d, k);
        ioctl(d->fd, UI_SET_EVBIT, EV_REP);
    } else if (!strcmp(layout, "generic")) {
        for (int b = BTN_TRIGGER; b <= BTN_BASE6; b++) add_key(d, b);
        add_axis(d, ABS_X, 0, 255, 0, 15);
        add_axis(d, ABS_Y, 0, 255, 0, 15);
    } else {
        for (size_t i = 0; i < COUNT(xbox); i++) add_key(d, xbox[i]);
        add_axis(d, ABS_X, -32768, 32767, 16, 128);
        add_axis(d, ABS_Y, -32768, 32767, 16, 128);
        add_axis(d, ABS_RX, -32768, 32767, 16, 128);
        add_axis(d, ABS_RY, -32768, 32767, 16, 128);
        add_axis(d, ABS_Z, 0, 1023, 0, 0);
        add_axis(d, ABS_RZ, 0, 1023, 0, 0);
        add_axis(d, ABS_HAT0X, -1, 1, 0, 0);
        add_axis(d, ABS_HAT0Y, -1, 1, 0, 0);
    }
    long long t = now_ns();
    if (ioctl(d->fd, UI_DEV_SETUP, &s) || ioctl(d->fd, UI_DEV_CREATE)) bad("UI_DEV_CREATE", strerror(errno));
    char node[64];
    event_node(d->fd, node, sizeof node);
    printf("%lld plug %s %s %04x:%04x:%04x %s\n", t, id, node, s.id.vendor, s.id.product, s.id.version, s.name);
}

static void midi(char *rest)
{
    char *save, *path = strtok_r(rest, " \t", &save), *w, *end;
    unsigned char buf[4096];
    size_t n = 0;
    if (!path) bad("a device is missing", path);
    while ((w = strtok_r(NULL, " \t", &save))) {
        unsigned long v = strtoul(w, &end, 16);
        if (*end || v > 255 || n == sizeof buf) bad("not a byte", w);
        buf[n++] = v;
    }
    /* the port stays open between lines: opening it anew sends a reset of its own */
    static char open_path[256];
    static int fd = -1;
    if (strcmp(open_path, path)) {
        if (fd >= 0) close(fd);
        fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0) bad(path, strerror(errno));
        snprintf(open_path, sizeof open_path, "%s", path);
    }
    long long t = now_ns();
    if (write(fd, buf, n) != (ssize_t)n) bad("write to MIDI", strerror(errno));
    printf("%lld midi %s %zu bytes\n", t, path, n);
}

static void run(char *line)
{
    char *save, *cmd = strtok_r(line, " \t\r\n", &save);
    if (!cmd || *cmd == '#') return;
    save[strcspn(save, "\r\n")] = 0;
    if (!strcmp(cmd, "pad")) plug(PAD, save);
    else if (!strcmp(cmd, "keyboard")) plug(KEYBOARD, save);
    else if (!strcmp(cmd, "box")) plug(BOX, save);
    else if (!strcmp(cmd, "mouse")) plug(MOUSE, save);
    else if (!strcmp(cmd, "midi")) midi(save);
    else if (!strcmp(cmd, "sleep")) sleep_ms(atof(save));
    else if (!strcmp(cmd, "echo")) printf("%lld %s\n", now_ns(), save);
    else if (!strcmp(cmd, "unplug")) {
        struct dev *d = find(strtok_r(NULL, " \t", &save));
        long long t = now_ns();
        ioctl(d->fd, UI_DEV_DESTROY);
        close(d->fd);
        d->fd = -1;
        printf("%lld unplug %s\n", t, d->id);
    } else {
        char *id = strtok_r(NULL, " \t", &save), *code = strtok_r(NULL, " \t", &save), *arg = strtok_r(NULL, " \t", &save);
        struct dev *d = find(id);
        long long t = now_ns();
        if (!strcmp(cmd, "press")) emit(d, EV_KEY, code_of(EV_KEY, code), 1);
        else if (!strcmp(cmd, "release")) emit(d, EV_KEY, code_of(EV_KEY, code), 0);
        else if (!strcmp(cmd, "tap")) {
            emit(d, EV_KEY, code_of(EV_KEY, code), 1);
            sleep_ms(arg ? atof(arg) : 30);
            emit(d, EV_KEY, code_of(EV_KEY, code), 0);
        } else if (!strcmp(cmd, "burst")) {
            for (long i = arg ? atol(arg) : 100; i > 0; i--) {
                emit(d, EV_KEY, code_of(EV_KEY, code), 1);
                emit(d, EV_KEY, code_of(EV_KEY, code), 0);
            }
        } else if (!strcmp(cmd, "axis")) {
            int c = code_of(EV_ABS, code), v;
            if (!arg) bad("a value is missing", arg);
            double lo = d->abs[c].minimum, hi = d->abs[c].maximum;
            v = strchr(arg, '.') ? (int)(lo + (atof(arg) + 1) / 2 * (hi - lo) + 0.5) : atoi(arg);
            emit(d, EV_ABS, c, v);
        } else bad("unknown command", cmd);
        printf("%lld %s %s %s%s%s\n", t, cmd, id, code, arg ? " " : "", arg ? arg : "");
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char line[4096], *save;
    for (int i = 0; i < MAXDEV; i++) devs[i].fd = -1;
    if (argc == 3 && !strcmp(argv[1], "-c")) {
        for (char *c = strtok_r(argv[2], ";", &save); c; c = strtok_r(NULL, ";", &save)) run(c);
    } else if (argc == 1) {
        while (fgets(line, sizeof line, stdin)) {
            char *s2;
            for (char *c = strtok_r(line, ";\n", &s2); c; c = strtok_r(NULL, ";\n", &s2)) run(c);
        }
    } else {
        fprintf(stderr, "usage: labinject [-c 'COMMAND; ...']  (see the head of labinject.c)\n");
        return 2;
    }
    return 0;
}
