package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.LeadCandidate;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.report.DatabaseLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Both servers in memory: the register of leaders, and what stands in the databases. What is done to them is written
/// down, and fails where a test wants it.
final class RecordedServers implements MigrationServers {

    /// What happens at a step, before its effect.
    interface Event {
        void happen() throws SQLException;
    }

    final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Deque<Event>> events = new ConcurrentHashMap<>();
    private final Map<String, FakeDatabase> databases = new ConcurrentHashMap<>();
    final Deque<Boolean> othersLive = new ArrayDeque<>();
    int leadAttempt;
    int epoch;
    boolean registered;
    Optional<DecidedEnd> ending = Optional.empty();
    private final Set<String> lastSteps = ConcurrentHashMap.newKeySet();
    final Set<String> begunAnew = ConcurrentHashMap.newKeySet();
    private final Set<String> joinedRoles = ConcurrentHashMap.newKeySet();
    Relation relation = Relation.UNRELATED;
    List<Finding> rights = List.of();
    List<String> rightsComparedOf = List.of();
    BiFunction<String, DatabaseLog, CopiedDatabase> copies = (name, _) -> {
        throw new AssertionError("nobody should copy " + name);
    };
    BiFunction<String, DatabaseLog, ComparedDatabase> comparisons = (name, _) -> {
        throw new AssertionError("nobody should compare " + name);
    };

    /// The next time that this step is reached.
    void at(String step, Event event) {
        events.computeIfAbsent(step, _ -> new ConcurrentLinkedDeque<>()).add(event);
    }

    void failAt(String step, String sqlState) {
        at(step, () -> {
            throw new SQLException("no " + step, sqlState);
        });
    }

    void failAt(String step, FailureCode code) {
        at(step, () -> {
            throw new MigrationException(code, "server", "No " + step + ".", "");
        });
    }

    void step(String step) throws SQLException {
        steps.add(step);
        var waiting = events.get(step);
        var event = waiting == null ? null : waiting.poll();
        if (event != null) {
            event.happen();
        }
    }

    FakeDatabase database(String name) {
        return databases.computeIfAbsent(name, _ -> new FakeDatabase(this, name));
    }

    @Override
    public LeadCandidate openCandidate() throws SQLException {
        step("open candidate");
        return new LeadCandidate() {
            @Override
            public boolean isSuperseded(int attempt) {
                return leadAttempt > attempt;
            }

            @Override
            public boolean isLedByTheLiving() throws SQLException {
                step("look for another leader");
                return !othersLive.isEmpty() && othersLive.remove();
            }

            @Override
            public MigrationLead contend(Lease lease, Optional<LeadTerm> former) throws SQLException {
                step("contend");
                if (former.isPresent() && registered && epoch != former.get().epoch()) {
                    throw new MigrationException(FailureCode.FENCED, "server", "Somebody else leads.", "");
                }
                return new Lead();
            }

            @Override
            public void close() throws SQLException {
                step("close candidate");
            }
        };
    }

    @Override
    public SignOfLife showLife(LeadTerm term) {
        steps.add("show life " + term.epoch());
        return () -> steps.add("life is over");
    }

    @Override
    public LockWatching watchLocks(Supplier<Instant> clock, Consumer<Optional<Finding>> told) {
        return () -> {};
    }

    @Override
    public LedServers led(MigrationLead lead) {
        return new Led(lead);
    }

    @Override
    public ComparedDatabase compared(String name, DatabaseLog log) {
        return comparisons.apply(name, log);
    }

    @Override
    public Versions versions() throws SQLException {
        step("versions");
        return new Versions("13.23", "17.11");
    }

    private final class Led implements LedServers {

        private final MigrationLead lead;

        Led(MigrationLead lead) {
            this.lead = lead;
        }

        @Override
        public MigrationLead lead() {
            return lead;
        }

        @Override
        public FakeDatabase database(String name) {
            return RecordedServers.this.database(name);
        }

        @Override
        public void dropBuildings() throws SQLException {
            step("drop buildings");
        }

        @Override
        public List<String> largestFirst(List<String> names) {
            return names;
        }

        @Override
        public Relation relation() throws SQLException {
            step("relation");
            return relation;
        }

        @Override
        public void moveRoles() throws SQLException {
            step("move roles");
        }

        @Override
        public List<Finding> leaveRoles() throws SQLException {
            step("leave roles");
            return List.of();
        }

        @Override
        public Versions versions() throws SQLException {
            return RecordedServers.this.versions();
        }

        @Override
        public List<Finding> compareRights(List<String> complete, Collection<Finding> told) {
            rightsComparedOf = complete;
            return rights;
        }

        @Override
        public CopiedDatabase copied(String name, DatabaseLog log) {
            return copies.apply(name, log);
        }
    }

    private final class Lead implements MigrationLead {

        private Optional<LeadTerm> term = Optional.empty();

        @Override
        public MigrationId id() {
            return term().id();
        }

        @Override
        public LeadTerm term() {
            return term.orElseThrow();
        }

        @Override
        public String sessionName(String purpose) {
            return purpose;
        }

        @Override
        public boolean isRegistered() {
            return registered;
        }

        @Override
        public boolean isRegistered(String migrationId) {
            return false;
        }

        @Override
        public int nextEpoch(String requestHash) throws SQLException {
            step("next epoch");
            return registered ? epoch + 1 : 1;
        }

        @Override
        public void begin(LeadTerm next, int attempt) throws SQLException {
            step("begin " + next.epoch());
            registered = true;
            leadAttempt = attempt;
            epoch = next.epoch();
            term = Optional.of(next);
        }

        @Override
        public void lookUnlessBusy() throws SQLException {
            look();
        }

        @Override
        public void look() throws SQLException {
            step("look");
        }

        @Override
        public void unfenced(Unfenced work) {
            throw new UnsupportedOperationException("there is no server");
        }

        @Override
        public void execute(String sql) {
            throw new UnsupportedOperationException("there is no server");
        }

        @Override
        public <T> T ask(Question<T> question) {
            throw new AssertionError("nobody should ask");
        }

        @Override
        public Connection session() {
            throw new UnsupportedOperationException("there is no server");
        }

        @Override
        public Optional<DecidedEnd> ending() {
            return ending;
        }

        @Override
        public DecidedEnd decide(DecidedEnd wanted) throws SQLException {
            step("decide");
            ending = Optional.of(ending.orElse(wanted));
            return ending.get();
        }

        @Override
        public void amend(DecidedEnd decided) throws SQLException {
            step("amend");
            ending = Optional.of(decided);
        }

        @Override
        public void enterLastSteps(String database) throws SQLException {
            step("last steps of " + database);
            lastSteps.add(database);
        }

        @Override
        public boolean hasEnteredLastSteps(String database) {
            return lastSteps.contains(database);
        }

        @Override
        public void beginAnew(String database) throws SQLException {
            step("begin " + database + " anew");
            begunAnew.add(database);
        }

        @Override
        public boolean isBegunAnew(String database) {
            return begunAnew.contains(database);
        }

        @Override
        public void noteJoinedRoles(List<String> roles) {
            joinedRoles.addAll(roles);
        }

        @Override
        public List<String> joinedRoles() {
            return List.copyOf(joinedRoles);
        }

        @Override
        public List<String> rolesJoinedByOthers() {
            return List.of();
        }

        @Override
        public void forgetJoinedRoles() {
            joinedRoles.clear();
        }

        @Override
        public void alone(Unfenced work) throws SQLException {
            unfenced(work);
        }

        @Override
        public void leave() throws SQLException {
            step("leave");
            registered = false;
            ending = Optional.empty();
        }

        @Override
        public void endOlderSessions() throws SQLException {
            step("end older sessions");
        }

        @Override
        public void endAllSessions() throws SQLException {
            step("end all sessions");
        }

        @Override
        public void close() {
            steps.add("close lead");
        }
    }
}
