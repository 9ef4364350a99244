package dev.pgconvoy.monitor.arm;

import dev.pgconvoy.monitor.api.NotPublishedException;
import dev.pgconvoy.monitor.arm.protocol.Answer;
import dev.pgconvoy.monitor.arm.protocol.ArmCall;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.Inventory;
import dev.pgconvoy.monitor.view.Follower;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Answers every call, also one that cannot be served, in Azure's shape.
@Singleton
final class ArmErrorBoundary {

    private static final Logger LOG = Logger.getLogger(ArmErrorBoundary.class);
    private static final String RETRY_AFTER = "Retry-After";

    private final Inventory inventory;
    private final Router router;
    private final BooleanSupplier caughtUp;

    @Inject
    ArmErrorBoundary(Inventory inventory, Router router, Follower follower) {
        this(inventory, router, follower::isCaughtUp);
    }

    ArmErrorBoundary(Inventory inventory, Router router, BooleanSupplier caughtUp) {
        this.inventory = inventory;
        this.router = router;
        this.caughtUp = caughtUp;
    }

    Answer answer(ArmCall call) {
        if (inventory.isEmpty()) {
            return Answer.error(
                    404,
                    ArmError.of(
                            "NotFound", "Azure's interface is off: no server is configured (pgconvoy.arm.servers)."));
        }
        if (!caughtUp.getAsBoolean()) {
            return Answer.error(
                            503, ArmError.of("ServiceUnavailable", "This server has just started. Send it again soon."))
                    .with(RETRY_AFTER, "2");
        }
        return routed(call);
    }

    private Answer routed(ArmCall call) {
        try {
            return router.route(call);
        } catch (ArmException e) {
            return Answer.error(e.status(), e.error());
        } catch (NotPublishedException e) {
            return Answer.error(
                            503,
                            ArmError.of(
                                    "ServiceUnavailable",
                                    e.getMessage() + " Send the same request again: twice is once."))
                    .with(RETRY_AFTER, "5");
        } catch (RuntimeException e) {
            LOG.error("A call of Azure's interface failed", e);
            return Answer.error(
                    500, ArmError.of("InternalServerError", "The call failed by a fault of ours; its log says which."));
        }
    }
}
