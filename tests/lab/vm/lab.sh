#!/usr/bin/env bash
# lab.sh - a "hardware lab" in a small virtual machine.
#
# The build machines have no sound card, no MIDI port, no gamepad and a kernel
# without modules, so the real cpal/midir/gilrs/evdev code paths cannot run on
# them.  This script boots Debian's *stock* kernel in QEMU with a ~1 s RAM-disk
# guest in which those devices exist as kernel drivers (snd-aloop, snd-dummy,
# snd-virmidi, uinput, ...), runs one command there, and hands back its
# stdout, stderr and exit status.
#
#   lab.sh build                    make (or refresh) the cached guest image
#   lab.sh run [OPTIONS] -- CMD...  run CMD in the guest
#   lab.sh shell [OPTIONS]          an interactive root shell on the serial console
#   lab.sh info                     where things are, versions, sizes
#   lab.sh clean                    drop the cache
#
# OPTIONS of run/shell
#   -d, --dir HOSTDIR[:GUESTDIR]  make HOSTDIR visible (read/write, 9p).  May be
#                     repeated.  Default: the current directory, at the same path.
#   -w, --workdir DIR where CMD starts   (default: the current directory)
#   -t, --timeout S   limit for boot + CMD (default 120).  Past it the exit
#                     status is 124, like timeout(1).
#   -e, --env N=V     set a variable for CMD (repeatable)
#   -m, --mem MIB     guest memory (default 1024)
#   -c, --cpus N      guest CPUs (default: the host's, at most 4)
#   -a, --append STR  more kernel command line.  Switches read by guest/init:
#                       lab.noudev   do not start udevd (test GILRS_DISABLE_UDEV)
#                       lab.clock=N  drive the loopback sound card by a high
#                                    resolution timer, N frames a tick (see below)
#       --poll        idle=poll in the guest: lower wake-up latency, burns host CPU
#       --virtual-time[=SHIFT]  the guest's clock counts instructions (2^SHIFT ns
#                     each, default 0) and jumps over idle time: what the host does
#                     meanwhile cannot disturb timing inside the guest (see below)
#       --kvm, --no-kvm  do not find out whether KVM works, use it or do not
#       --keep        keep the control directory (console log) and print its path
#   -v, --verbose     show the guest's console on stderr
#
# What CMD finds in the guest
#   ALSA card 0 "Loopback"  what is played on  hw:Loopback,0,N  is captured on
#                           hw:Loopback,1,N  (and the other way round), N = 0..3
#   ALSA card 1 "Dummy"     a sink/source that only keeps time
#   ALSA card 2 "VirMIDI"   4 virtual raw MIDI ports: bytes written to
#                           /dev/snd/midiC2D0 arrive as sequencer events from the
#                           port "VirMIDI 2-0" (what midir lists), and back
#   sequencer "Midi Through", /dev/snd/seq, timers
#   /dev/uinput, /dev/uhid; evdev, joydev, hid-generic, xpad loaded; udevd running
#   labinject   virtual gamepads, keyboards, switch boxes and MIDI bytes from a small script
#   labterm     a terminal of three sorts that types and clicks from a small script
#   labas       runs a command as another user
#   labusb      a USB MIDI + HID game pad device, bound by the real USB class drivers
#   alsa-utils (aplay arecord amidi aplaymidi aseqdump aconnect amixer), evtest,
#   udevadm, bash, busybox.  LAB_PACKAGES adds Debian packages (with what they
#   depend on), for example LAB_PACKAGES="python3-evdev strace".
#
# About lab.clock.  snd-aloop takes its time from jiffies: with Debian's HZ=250
# the sound card position moves in steps of 4 ms (192 frames at 48 kHz), so cpal's
# two-period buffers under 192 frames underrun on every tick.  With lab.clock=N the
# loopback card is clocked by snd-dummy, which uses a high resolution timer:
# every N/48000 s the card moves by exactly one period.  The stream must then
# ask for a period (cpal: BufferSize::Fixed) of N frames at 48 kHz.
#
# About --virtual-time.  Emulation is several times slower than the machine and the
# host's own load shows up as stalls of tens of ms, so latencies measured in the
# plain guest are mostly noise.  With --virtual-time the guest's clock advances by
# instructions executed (1 ns each by default: a CPU of 1000 million instructions a
# second), and jumps ahead when all is idle.  Seen from inside, the guest is then a
# steady real-time machine: a 1 ms sleep overshoots by 4-7 us, ever the same, and
# audio periods are exact, however busy the host is.  It costs wall-clock time (a
# busy guest second takes 3 to 10 s).  Copy the program to /tmp first and keep away
# from the shared directories while timing: waiting for the host moves the clock.
#
# Environment: LAB_CACHE (default ~/.cache/hwlab), LAB_PACKAGES, LAB_KERNEL (a
# linux-image-* package name; default: what linux-image-amd64 stands for),
# LAB_QEMU (a qemu-system-x86_64 to use), LAB_CPU (emulated CPU model, default max;
# Nehalem boots 1.5 s sooner but has no AVX).
#
# Exit status of run: the command's own (128+N where signal N ended it); 124 where
# the time was up; 125 where the lab itself failed.
#
# Nothing is installed into the host system: packages are only downloaded with
# apt-get and unpacked in the cache, QEMU too (this machine type ships a
# qemu-utils from backports that apt-get refuses to combine with bookworm's
# qemu-system-x86).  Only gcc and libc6-dev are taken from the host, or through
# apt-get install when gcc is missing.
set -euo pipefail

LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hwlab}
KERNEL_PKG=${LAB_KERNEL:-}
EXTRA=${LAB_PACKAGES:-}

# Debian packages of the guest.  Their dependencies come along, less SKIP.
GUEST_PKGS="busybox-static bash kmod udev alsa-utils evtest libasound2 libstdc++6 libgcc-s1 libudev1 libdbus-1-3 zlib1g"
# Dependencies that nothing in the guest runs.
SKIP='^(perl|perl-base|perl-modules-.*|libperl.*|lib.*-perl|adduser|passwd|dpkg|debconf|tar|gzip|login|libpam.*|libdb5.*|libaudit.*|libsemanage.*|sysvinit-utils|util-linux.*|init-system-helpers|lsb-base|usrmerge|libgdbm.*|mawk|base-passwd|libdebconf.*|debianutils|coreutils|gcc-12-base|libfftw3.*|libgomp1|diffutils|findutils|sed|grep|hostname)$'
# Kernel modules that go into the image (with those they need).
MODULES="virtio_pci virtio_console virtio_rng 9p 9pnet_virtio
  snd-pcm snd-timer snd-seq snd-seq-midi snd-seq-dummy snd-hrtimer snd-aloop snd-dummy snd-virmidi
  uinput uhid evdev joydev hid hid-generic hid-microsoft xpad usbhid
  snd-usb-audio snd-hda-intel snd-hda-codec-generic xhci-pci
  dummy_hcd libcomposite usb_f_midi usb_f_hid"

die() { echo "lab.sh: $*" >&2; exit 125; }
note() { echo "lab.sh: $*" >&2; }

# ---------------------------------------------------------------- packages --

# apt-get with an empty "installed" list, so that the *whole* dependency closure
# is resolved and downloaded, whatever this machine happens to have installed.
apt_alone() {
    : > "$CACHE/no-packages"
    apt-get -qq -o Dir::State::status="$CACHE/no-packages" \
        -o Dir::Cache::archives="$1" -o APT::Install-Recommends=false \
        -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=120 \
        -y --download-only install "${@:2}"
}

# download DIR PACKAGE...: the packages and all they need, as DIR/*.deb
download() {
    mkdir -p "$1/partial"
    if ! apt_alone "$@" >"$1/log" 2>&1; then
        note "refreshing the package lists"
        apt-get -qq -o DPkg::Lock::Timeout=120 update >>"$1/log" 2>&1 || true
        apt_alone "$@" >>"$1/log" 2>&1 || { tail -5 "$1/log" >&2; die "apt-get could not download: ${*:2}"; }
    fi
}

# unpack DIR ROOT: every .deb of DIR into a merged-/usr tree
unpack() {
    local deb name
    mkdir -p "$2/usr/bin" "$2/usr/sbin" "$2/usr/lib" "$2/usr/lib64"
    for name in bin sbin lib lib64; do ln -sfn "usr/$name" "$2/$name"; done
    for deb in "$1"/*.deb; do
        name=$(basename "$deb"); name=${name%%_*}
        [[ $name =~ ${3:-^$} ]] && continue
        dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$2"
    done
}

# ------------------------------------------------------------------- build --

build_qemu() {
    [ -e "$CACHE/qemu/ok" ] && return
    note "unpacking QEMU"
    rm -rf "$CACHE/qemu"
    download "$CACHE/debs/qemu" qemu-system-x86 seabios
    unpack "$CACHE/debs/qemu" "$CACHE/qemu" '^(perl.*|libperl.*|adduser|passwd|dpkg|debconf|libpam.*)$'
    rm -rf "$CACHE/qemu/usr/share/doc" "$CACHE/qemu/usr/share/man" "$CACHE/qemu/usr/share/locale"
    touch "$CACHE/qemu/ok"
}

build_kernel() {
    local pkg=$KERNEL_PKG
    # what linux-image-amd64 stood for when the cache was made (`clean` forgets it)
    [ -n "$pkg" ] || pkg=$(cat "$CACHE/kernel-name" 2>/dev/null || true)
    if [ -z "$pkg" ]; then
        pkg=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends: linux-image/ {print $2; exit}')
        if [ -z "$pkg" ]; then
            apt-get -qq -o DPkg::Lock::Timeout=120 update || true
            pkg=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ {print $2; exit}')
        fi
    fi
    [ -n "$pkg" ] || die "no linux-image-amd64 in the package lists"
    [ -n "$KERNEL_PKG" ] || echo "$pkg" > "$CACHE/kernel-name"
    KPKG=$pkg
    KDIR=$CACHE/kernel/$pkg
    [ -e "$KDIR/vmlinux" ] && return
    note "unpacking $pkg"
    rm -rf "$KDIR"; mkdir -p "$KDIR"
    # only this .deb: its dependencies (initramfs-tools ...) are of no use here
    (cd "$KDIR" && apt-get -qq -o APT::Sandbox::User=root download "$pkg") \
        || { apt-get -qq -o DPkg::Lock::Timeout=120 update || true
             (cd "$KDIR" && apt-get -qq -o APT::Sandbox::User=root download "$pkg"); } \
        || die "cannot download $pkg"
    dpkg-deb --fsys-tarfile "$KDIR"/*.deb | tar -x -C "$KDIR" ./boot ./lib/modules
    extract_vmlinux "$KDIR"/boot/vmlinuz-* "$KDIR/vmlinux.new"
    mv "$KDIR/vmlinux.new" "$KDIR/vmlinux"
    rm -rf "$KDIR"/*.deb "$KDIR/boot"
}

# extract_vmlinux VMLINUZ OUT: the ELF kernel inside a bzImage.  QEMU starts it
# directly (PVH entry), so the guest does not have to unpack 60 MB of xz, which
# takes 7 s under emulation.  The offsets are those of the x86 boot protocol.
extract_vmlinux() {
    local setup start length magic
    setup=$(od -An -tu1 -j $((0x1f1)) -N1 "$1"); setup=$((setup ? setup : 4))
    read -r start length <<<"$(od -An -tu4 -j $((0x248)) -N8 "$1")"
    start=$(((setup + 1) * 512 + start))
    magic=$(od -An -tx1 -j "$start" -N4 "$1" | tr -d ' ')
    # (the payload ends with a 4-byte length that the decompressors complain of)
    case $magic in
        fd377a58) tail -c +$((start + 1)) "$1" | head -c "$length" | xz -dc --single-stream > "$2" ;;
        28b52ffd) tail -c +$((start + 1)) "$1" | head -c $((length - 4)) | zstd -dcq > "$2" ;;
        *) die "kernel compressed in an unknown way ($magic)" ;;
    esac || true
    [ "$(od -An -tx1 -N4 "$2" | tr -d ' ')" = 7f454c46 ] || die "no ELF kernel in $1"
}

# The key changes whenever something that goes into the image changes.
image_key() {
    { echo "$KPKG" "$GUEST_PKGS" "$EXTRA" "$SKIP" $MODULES; cat "$LAB"/guest/*
      declare -f unpack build_image extract_vmlinux; } | sha256sum | cut -c1-16
}

build_image() {
    IMG=$CACHE/image/$(image_key)
    [ -e "$IMG/ok" ] && return
    local root=$CACHE/build/root kver need lib
    note "building the guest image"
    command -v gcc >/dev/null || apt-get -qq -y install gcc libc6-dev >/dev/null
    rm -rf "$CACHE/build" "$IMG"; mkdir -p "$root" "$IMG"
    # one download folder per package set, so a changed set cannot leave stale files
    local debs=$CACHE/debs/guest-$(echo "$GUEST_PKGS $EXTRA" | sha256sum | cut -c1-12)
    # shellcheck disable=SC2086
    download "$debs" $GUEST_PKGS $EXTRA
    unpack "$debs" "$root" "$SKIP"

    # busybox fills in for whatever command no package brought
    local applet
    for applet in $("$root/bin/busybox" --list); do
        [ -e "$root/bin/$applet" ] || [ -e "$root/sbin/$applet" ] || ln -s busybox "$root/bin/$applet"
    done

    rm -rf "$root"/usr/share/{doc,man,info,locale,lintian,bug,bash-completion,doc-base,i18n,common-licenses,perl5,pixmaps} \
           "$root"/usr/lib/udev/hwdb.d "$root"/usr/share/zoneinfo "$root"/usr/share/sounds/alsa \
           "$root"/usr/lib/x86_64-linux-gnu/{gconv,perl,perl-base} "$root"/var/cache/* "$root"/boot
    mkdir -p "$root"/{proc,sys,dev,run,tmp,root,lab,etc,var/lib/alsa,var/log}
    cp "$LAB/guest/init" "$root/init"; chmod 755 "$root/init"
    cp "$LAB/guest/asound.conf" "$root/etc/asound.conf"
    cp "$LAB/guest/labusb" "$root/usr/bin/labusb"; chmod 755 "$root/usr/bin/labusb"
    # udev rules refer to these groups
    printf 'root:x:0:0:root:/root:/bin/bash\n' > "$root/etc/passwd"
    local gid=10 g
    echo "root:x:0:" > "$root/etc/group"
    for g in tty disk lp kmem dialout audio video cdrom tape sgx kvm render input; do
        echo "$g:x:$((gid++)):" >> "$root/etc/group"
    done
    local tool
    for tool in labinject labterm labas; do
        gcc -O2 -Wall -Wextra -static -o "$root/usr/bin/$tool" "$LAB/guest/$tool.c"
    done

    # kernel modules: put the whole tree in place, let depmod work out who needs
    # whom, keep the closure of MODULES, and index once more.
    kver=$(ls "$KDIR/lib/modules")
    mkdir -p "$root/usr/lib/modules"
    cp -al "$KDIR/lib/modules/$kver" "$root/usr/lib/modules/$kver"
    chroot "$root" /sbin/depmod "$kver"
    need=$(for m in $MODULES; do
        chroot "$root" /sbin/modprobe -S "$kver" --show-depends "$m" 2>/dev/null | awk '/^insmod/ {print $2}' \
            || note "no module $m in $KPKG"
    done | sort -u)
    (cd "$root/usr/lib/modules/$kver" && find kernel -name '*.ko*' | sed "s|^|/lib/modules/$kver/|" | sort \
        | comm -23 - <(echo "$need") | sed "s|^/lib/modules/$kver/||" | xargs -d '\n' rm -f)
    find "$root/usr/lib/modules" -type d -empty -delete
    chroot "$root" /sbin/depmod "$kver"

    # nothing may be missing a library
    lib=$(for f in /bin/bash /bin/udevadm /bin/aplay /bin/arecord /bin/amidi /bin/evtest /bin/kmod; do
        chroot "$root" /bin/bash -c "LD_TRACE_LOADED_OBJECTS=1 $f" 2>&1 | grep 'not found' || true; done)
    [ -z "$lib" ] || die "libraries missing in the image: $lib"

    (cd "$root" && find . -print0 | "$root/bin/busybox" cpio -0 -o -H newc 2>/dev/null) > "$IMG/initrd"   # not compressed: faster to start
    ln -f "$KDIR/vmlinux" "$IMG/vmlinux"
    touch "$IMG/ok"
    rm -rf "$CACHE/build"
}

build() {
    mkdir -p "$CACHE"
    # one build at a time; a second caller waits and then finds all cached
    exec 9>"$CACHE/lock"; flock 9
    [ -n "${LAB_QEMU:-}" ] || build_qemu
    build_kernel
    build_image
    exec 9>&-
    find_qemu
}

# --------------------------------------------------------------------- run --

# The command that starts QEMU, as the array QEMU: the unpacked one is run by its
# own dynamic loader, with its own libraries.
find_qemu() {
    local q=$CACHE/qemu
    if [ -n "${LAB_QEMU:-}" ]; then QEMU=("$LAB_QEMU"); return; fi
    QEMU=(env QEMU_MODULE_DIR="$q/usr/lib/x86_64-linux-gnu/qemu"
        "$q/lib64/ld-linux-x86-64.so.2" --library-path "$q/usr/lib/x86_64-linux-gnu"
        "$q/usr/bin/qemu-system-x86_64" -L "$q/usr/share/qemu" -L "$q/usr/share/seabios")
}

# Is KVM of use here?  That /dev/kvm can be opened says little: on a host whose
# module is kvm_pvm (KVM in software, for hosts that are virtual machines
# themselves) a stock kernel is interpreted, 130 s into its boot hits cmpxchg16b,
# which that interpreter does not know, and stops.  So: try once, and remember.
kvm_works() {
    [ -w /dev/kvm ] || return 1
    local verdict; verdict=$CACHE/kvm-$(uname -r)
    if [ ! -e "$verdict" ]; then
        if [ -d /sys/module/kvm_pvm ] && [ -z "${LAB_TRY_PVM:-}" ]; then echo no
        elif "$LAB/lab.sh" run --kvm -t 20 -d "$LAB" -w / -- true >/dev/null 2>&1; then echo yes
        else echo no; fi > "$verdict.new"
        mv "$verdict.new" "$verdict"
    fi
    [ "$(cat "$verdict")" = yes ]
}

launch() {
    local mode=$1; shift
    local dirs=() envs=() append= mem=1024 cpus timeout=120 workdir=$PWD kvm=auto keep= verbose= poll= icount=
    cpus=$(nproc); [ "$cpus" -le 4 ] || cpus=4
    while [ $# -gt 0 ]; do
        case $1 in
            -d|--dir) dirs+=("$2"); shift 2 ;;
            -w|--workdir) workdir=$2; shift 2 ;;
            -t|--timeout) timeout=$2; shift 2 ;;
            -e|--env) envs+=("$2"); shift 2 ;;
            -m|--mem) mem=$2; shift 2 ;;
            -c|--cpus) cpus=$2; shift 2 ;;
            -a|--append) append+=" $2"; shift 2 ;;
            --poll) poll=1; shift ;;
            --virtual-time) icount=0; shift ;;
            --virtual-time=*) icount=${1#*=}; shift ;;
            --kvm) kvm=yes; shift ;;
            --no-kvm) kvm=no; shift ;;
            --keep) keep=1; shift ;;
            -v|--verbose) verbose=1; shift ;;
            --) shift; break ;;
            -*) die "unknown option $1" ;;
            *) break ;;
        esac
    done
    [ "$mode" = shell ] || [ $# -gt 0 ] || die "run: no command (lab.sh run -- COMMAND...)"
    [ ${#dirs[@]} -gt 0 ] || dirs=("$PWD")
    build

    local ctl; ctl=$(mktemp -d /tmp/hwlab.XXXXXX)
    # The command, quoted for the guest's bash.
    {
        echo "#!/bin/bash"
        [ ${#envs[@]} -eq 0 ] || printf 'export %q\n' "${envs[@]}"
        printf 'cd %q || exit 125\n' "$workdir"
        [ $# -eq 0 ] || { printf 'exec'; printf ' %q' "$@"; echo; }
    } > "$ctl/command"
    # The shared directories: one 9p export each, listed for the guest's init.
    local args=() i=0 d host guest
    for d in "${dirs[@]}"; do
        host=${d%%:*}; guest=${d#*:}
        host=$(cd "$host" && pwd) || die "no directory $host"
        [ "$guest" != "$d" ] || guest=$host
        args+=(-fsdev "local,id=d$i,path=$host,security_model=none,multidevs=remap"
               -device "virtio-9p-pci,fsdev=d$i,mount_tag=dir$i")
        printf 'dir%d\t%s\n' "$i" "$guest" >> "$ctl/mounts"
        i=$((i + 1))
    done

    [ -z "$poll" ] || append+=" idle=poll"
    if [ -n "$icount" ]; then
        kvm=no cpus=1          # counting instructions needs the emulator, and one CPU
        args+=(-icount "shift=$icount,align=off,sleep=off" -rtc clock=vm)
    fi
    local accel=tcg cpu=${LAB_CPU:-max}
    if [ "$kvm" = yes ] || { [ "$kvm" = auto ] && kvm_works; }; then
        accel=kvm cpu=max,arch-capabilities=off   # (nested KVM may refuse that MSR)
    fi
    args+=(-machine "q35,accel=$accel,usb=off,vmport=off,hpet=off" -cpu "$cpu" -smp "$cpus" -m "$mem"
        -nodefaults -no-user-config -display none -no-reboot
        -kernel "$IMG/vmlinux" -initrd "$IMG/initrd"
        -device virtio-serial-pci
        -device virtio-rng-pci
        -fsdev "local,id=ctl,path=$ctl,security_model=none,multidevs=remap"
        -device virtio-9p-pci,fsdev=ctl,mount_tag=labctl)
    local cmdline="quiet loglevel=4 panic=-1 preempt=full nowatchdog mitigations=off tsc=reliable random.trust_cpu=on $append"

    local rc=0 pid
    if [ "$mode" = shell ]; then
        "${QEMU[@]}" "${args[@]}" -serial mon:stdio -append "console=ttyS0 lab.shell $cmdline" || true
        rm -rf "$ctl"; return
    fi

    # stdout and stderr come back by two virtio serial ports into FIFOs, so they
    # stream, stay apart, and carry any byte.
    mkfifo "$ctl/out" "$ctl/err"
    cat "$ctl/out" & local cat1=$!
    cat "$ctl/err" >&2 & local cat2=$!
    # The time limit works twice: in the guest, so that what was printed still
    # arrives, and here, 10 s later, for a guest that hangs altogether.
    timeout -k 5 "$((timeout + 10))" "${QEMU[@]}" "${args[@]}" -serial "file:$ctl/console" \
        -chardev "file,id=out,path=$ctl/out" -device virtserialport,nr=1,chardev=out,name=lab.out \
        -chardev "file,id=err,path=$ctl/err" -device virtserialport,nr=2,chardev=err,name=lab.err \
        -append "console=ttyS0 lab.timeout=$timeout $cmdline" \
        </dev/null >"$ctl/qemu.log" 2>&1 & pid=$!
    # shellcheck disable=SC2064
    trap "kill $pid 2>/dev/null; rm -rf '$ctl'" INT TERM
    wait "$pid" || rc=$?
    # QEMU may have died before it opened the FIFOs: give the readers an end
    : >"$ctl/eof"; (exec 3<>"$ctl/out" 4<>"$ctl/err") 2>/dev/null
    wait "$cat1" "$cat2" 2>/dev/null || true
    trap - INT TERM

    [ -z "$verbose" ] || cat "$ctl/console" >&2 2>/dev/null || true
    local exit_code
    if [ -s "$ctl/exit" ]; then
        exit_code=$(cat "$ctl/exit")
    elif [ "$rc" = 124 ]; then
        note "stopped: $((timeout + 10)) s passed"; exit_code=124
    else
        note "the guest ended without a result (QEMU's exit status $rc); QEMU and console said:"
        tail -5 "$ctl/qemu.log" >&2; tail -15 "$ctl/console" >&2 2>/dev/null || true
        exit_code=125
    fi
    if [ -n "$keep" ]; then note "kept $ctl"; else rm -rf "$ctl"; fi
    return "$exit_code"
}

info() {
    build
    echo "cache        $CACHE ($(du -sh "$CACHE" | cut -f1))"
    echo "kernel       $KPKG"
    echo "image        $IMG: initrd $(du -h "$IMG/initrd" | cut -f1), vmlinux $(du -h "$IMG/vmlinux" | cut -f1)"
    echo "qemu         $("${QEMU[@]}" --version | head -1)"
    echo "kvm          $(kvm_works && echo works || echo 'of no use here: emulation')"
}

case ${1:-} in
    build) build ;;
    run|shell) mode=$1; shift; launch "$mode" "$@" ;;
    info) info ;;
    clean) rm -rf "$CACHE" ;;
    *) sed -n '2,/^set -euo/p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//'; exit 2 ;;
esac
