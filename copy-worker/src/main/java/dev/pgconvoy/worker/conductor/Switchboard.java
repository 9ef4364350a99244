package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.TaskProgress;
import dev.pgconvoy.copy.TaskResult;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.migration.MigrationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Brings what is heard on the topics to the conductors of this process. What nobody here leads is dropped:
/// the ledger remembers.
public final class Switchboard {

    private final Map<MigrationId, Inbox> inboxes = new ConcurrentHashMap<>();

    Inbox connect(MigrationId id) {
        var inbox = new Inbox();
        inboxes.put(id, inbox);
        return inbox;
    }

    void disconnect(MigrationId id, Inbox inbox) {
        inboxes.remove(id, inbox);
    }

    public void hear(Object event) {
        switch (event) {
            case TaskResult result -> to(result.id(), new Inbox.Result(result));
            case TaskProgress progress -> to(progress.id(), new Inbox.Progress(progress));
            case CancelRequested cancel -> {
                var inbox = inboxes.get(cancel.id());
                if (inbox != null) {
                    inbox.requestCancel();
                }
            }
            default -> {}
        }
    }

    private void to(MigrationId id, Inbox.Message message) {
        var inbox = inboxes.get(id);
        if (inbox != null) {
            inbox.put(message);
        }
    }

    public int leading() {
        return inboxes.size();
    }
}
