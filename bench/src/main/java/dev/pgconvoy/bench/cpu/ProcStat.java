package dev.pgconvoy.bench.cpu;

/// A line of `/proc/PID/stat`, as far as we need it.
///
/// @param own clock ticks of the process itself, user and system
/// @param reaped clock ticks of its children that ended and were waited for, and of theirs
record ProcStat(long pid, long parent, long own, long reaped) {

    /// Fields after the name, counted from 0: the state is the first.
    private static final int PARENT = 1;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    /// The name is in parentheses and may hold anything, also parentheses and spaces.
    static ProcStat parse(String line) {
        var pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return new ProcStat(
                pid,
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]),
                Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CSTIME]));
    }
}
