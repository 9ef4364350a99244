package dev.pgconvoy.launcher.stack.broker;

import java.util.Arrays;
import kafka.Kafka;
import kafka.tools.StorageTool;

/// Formats the storage as Kafka's own tool does, and then is a Kafka broker: one JVM where Kafka's scripts take two.
public final class BrokerMain {

    private BrokerMain() {}

    /// @param arguments `server.properties`, and after it what `kafka-storage format` is told besides
    public static void main(String[] arguments) {
        var format = new String[arguments.length + 3];
        format[0] = "format";
        // Storage that a killed launcher left half-formatted is completed.
        format[1] = "--ignore-formatted";
        format[2] = "-c";
        System.arraycopy(arguments, 0, format, 3, arguments.length);
        var code = arguments.length == 1 ? 0 : StorageTool.execute(format, System.out);
        if (code != 0) {
            System.exit(code);
        }
        Kafka.main(Arrays.copyOf(arguments, 1));
    }
}
