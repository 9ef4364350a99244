package dev.pgconvoy.worker.plan;

import dev.pgconvoy.migration.MigrationRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/// How many streams of one table can run at once and gain something by it: as many as the request has jobs. When both
/// servers share this machine, a stream of rows needs two of its processors, one for each server; a stream of wide rows
/// keeps one busy, because reading TOAST is cheap and writing it is not.
public final class UsefulStreams {

    private UsefulStreams() {}

    public static int ofRows(MigrationRequest request) {
        return atOnce(request, 2);
    }

    public static int ofWideRows(MigrationRequest request) {
        return atOnce(request, 1);
    }

    private static int atOnce(MigrationRequest request, int processorsEach) {
        var jobs = request.options().jobs();
        return isHere(request.source().host()) && isHere(request.target().host())
                ? Math.clamp(Runtime.getRuntime().availableProcessors() / processorsEach, 1, jobs)
                : jobs;
    }

    private static boolean isHere(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException _) {
            return false;
        }
    }
}
