package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.FleetFeed;
import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import java.util.function.Supplier;

/// Asks for an action and waits for the answer.
final class FleetActions {

    private FleetActions() {}

    /// @throws CommandException when it is refused
    static void ask(
            CommandSession session,
            BrokerAccess broker,
            String fleet,
            RevisionFlag revision,
            Supplier<FleetAction> wanted) {
        var action = checked(wanted);
        var asked = checked(() -> new FleetActionRequested(fleet, action, revision.expected()));
        try (var publisher = new RequestPublisher(broker, session.clock()::instant);
                var feed = FleetFeed.open(broker, fleet)) {
            var request = publisher.act(asked);
            var answer = feed.answer(request, news -> isAnswer(news, action));
            if (answer instanceof FleetNews.ActionRefused(var _, var reason)) {
                throw CommandException.unusable("It was refused: " + reason);
            }
        }
    }

    /// @throws CommandException when it cannot be asked for
    static <T> T checked(Supplier<T> wanted) {
        try {
            return wanted.get();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isAnswer(FleetNews news, FleetAction action) {
        return switch (news) {
            case FleetNews.ActionTaken(var taken) -> taken.equals(action);
            case FleetNews.ActionRefused(var refused, var _) -> refused.equals(action);
            case FleetNews.PlanAccepted _,
                    FleetNews.PlanUnchanged _,
                    FleetNews.PlanRefused _,
                    FleetNews.PhaseChanged _,
                    FleetNews.WaveChanged _,
                    FleetNews.ServerChanged _ -> false;
        };
    }
}
