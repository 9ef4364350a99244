package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.migration.MigrationId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Brings what is heard on the topics to the conductors of this process. What nobody here leads is dropped: the ledger
/// remembers. A migration that was handed out twice may have two conductors here, of which one waits beside the other:
/// both hear everything.
public final class InboxRegistry {

    private final Map<MigrationId, List<ConductorInbox>> inboxes = new ConcurrentHashMap<>();

    public ConductorInbox connect(MigrationId id) {
        var inbox = new ConductorInbox();
        inboxes.merge(
                id,
                List.of(inbox),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        return inbox;
    }

    public void disconnect(MigrationId id, ConductorInbox inbox) {
        inboxes.computeIfPresent(id, (_, some) -> {
            var left = some.stream().filter(other -> other != inbox).toList();
            return left.isEmpty() ? null : left;
        });
    }

    public void hear(TaskResult result) {
        to(result.id(), inbox -> inbox.put(result.run(), new ConductorInbox.Result(result)));
    }

    public void hear(TaskProgress progress) {
        to(progress.id(), inbox -> inbox.put(progress.run(), new ConductorInbox.Progress(progress)));
    }

    public void hear(CancelRequested cancel) {
        to(cancel.id(), ConductorInbox::requestCancel);
    }

    private void to(MigrationId id, Consumer<ConductorInbox> message) {
        inboxes.getOrDefault(id, List.of()).forEach(message);
    }

    public int leading() {
        return inboxes.values().stream().mapToInt(List::size).sum();
    }
}
