package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.result.EstimatedTime;
import java.util.Map;
import java.util.Optional;

/// Moves a database.
public interface Contender {

    String name();

    /// Not measured. Afterwards the target is as this contender wants it.
    void prepare(RunContext context);

    /// Measured from its call to its return.
    ///
    /// @return the seconds of parts that it knows of, by name
    Map<String, Double> run(RunContext context);

    /// How long the last run was expected to take, and took.
    default Optional<EstimatedTime> estimated() {
        return Optional.empty();
    }

    /// Processor seconds so far.
    ClientCpu cpu(ProcessTimes now);

    /// @param movers of those processes that the rows pass through
    /// @param others of those beside them (the broker and the other services)
    record ClientCpu(double movers, double others) {

        /// A program that has ended is counted by the JVM that started it.
        static ClientCpu ofEndedPrograms(ProcessTimes now) {
            return new ClientCpu(now.ofEndedChildren(ProcessHandle.current().pid()), 0);
        }

        public ClientCpu minus(ClientCpu earlier) {
            return new ClientCpu(movers - earlier.movers, others - earlier.others);
        }
    }
}
