package dev.pgconvoy.access;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Asks the brokers every few seconds what a service may do to the topics it uses and to its share groups, so that a
/// right that is missing is seen before a record needs it. What does not exist yet lacks nothing. While the brokers do
/// not answer, their last answer counts; that about groups, which takes longer at first, is not waited for.
public final class TopicRightsWatch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TopicRightsWatch.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration UNTIL_FIRST_ANSWER = Duration.ofSeconds(1);

    private final Map<String, Object> connection;
    private final Principal service;
    private final Map<String, Set<Operation>> needed;
    private final Set<String> groups;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofVirtual().name("pgconvoy-topic-rights").unstarted(this::run);
    private volatile Optional<List<String>> missing = Optional.empty();

    /// @param connection bootstrap servers and security, as Kafka names them
    public TopicRightsWatch(Map<String, Object> connection, Principal service) {
        this.connection = connection;
        this.service = service;
        this.needed = service.topicRights();
        this.groups = service.shareGroups();
    }

    public void start() {
        thread.start();
    }

    /// Such as `Write on topic copy.results`; empty while the brokers have not answered yet.
    public Optional<List<String>> missing() {
        return missing;
    }

    private void run() {
        try (var admin = Admin.create(connection)) {
            List<String> ofGroups = List.of();
            while (stopping.getCount() > 0) {
                ofGroups = look(admin, ofGroups);
                var pause = missing.isPresent() ? BETWEEN_LOOKS : UNTIL_FIRST_ANSWER;
                stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param ofGroups what was missing of them before
    /// @return what is missing of them now
    private List<String> look(Admin admin, List<String> ofGroups) throws InterruptedException {
        try {
            var ofTopics = missingNow(admin);
            tell(ofTopics, ofGroups);
            var now = missingOfGroups(admin);
            tell(ofTopics, now);
            return now;
        } catch (ExecutionException | KafkaException e) {
            LOG.log(Level.DEBUG, "The brokers do not say what this service may do to its topics and groups", e);
            return ofGroups;
        }
    }

    private List<String> missingNow(Admin admin) throws ExecutionException, InterruptedException {
        var asked = admin.describeTopics(needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        var found = new ArrayList<String>();
        for (var topic : needed.entrySet()) {
            var future = asked.get(topic.getKey());
            if (future != null) {
                missing(topic.getValue(), future)
                        .forEach(operation -> found.add("%s on topic %s".formatted(operation.word(), topic.getKey())));
            }
        }
        return List.copyOf(found);
    }

    private static List<Operation> missing(Set<Operation> wanted, KafkaFuture<TopicDescription> topic)
            throws ExecutionException, InterruptedException {
        try {
            var allowed = topic.get().authorizedOperations();
            return allowed == null
                    ? List.of()
                    : wanted.stream()
                            .filter(operation -> !allowed.contains(operation.kafka()))
                            .sorted()
                            .toList();
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case TopicAuthorizationException _ -> wanted.stream().sorted().toList();
                case UnknownTopicOrPartitionException _ -> List.of();
                case null, default -> throw e;
            };
        }
    }

    private List<String> missingOfGroups(Admin admin) throws ExecutionException, InterruptedException {
        if (groups.isEmpty()) {
            return List.of();
        }
        var asked = admin.describeShareGroups(
                        groups, new DescribeShareGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups();
        var found = new ArrayList<String>();
        for (var group : groups) {
            var future = asked.get(group);
            if (future != null && !mayRead(future)) {
                found.add("%s on group %s".formatted(Operation.READ.word(), group));
            }
        }
        return found;
    }

    private static boolean mayRead(KafkaFuture<ShareGroupDescription> group)
            throws ExecutionException, InterruptedException {
        try {
            var allowed = group.get().authorizedOperations();
            return allowed == null || allowed.contains(Operation.READ.kafka());
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case GroupAuthorizationException _ -> false;
                case GroupIdNotFoundException _ -> true;
                case null, default -> throw e;
            };
        }
    }

    private void tell(List<String> ofTopics, List<String> ofGroups) {
        var now = Stream.concat(ofTopics.stream(), ofGroups.stream()).toList();
        var before = missing.orElse(List.of());
        missing = Optional.of(now);
        if (now.equals(before)) {
            return;
        }
        if (now.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "The brokers allow {0} all that it needs to do to its topics and groups again",
                    service.name());
        } else {
            LOG.log(
                    Level.WARNING,
                    "The brokers do not allow this service: {0}. Grant this to its user ({1} in docs/security/acls.md)",
                    String.join(", ", now),
                    service.name());
        }
    }

    /// Also before it was started.
    @Override
    public void close() {
        stopping.countDown();
        thread.interrupt();
    }
}
