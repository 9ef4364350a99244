package dev.pgconvoy.monitor.arm;

import dev.pgconvoy.monitor.api.NotPublishedException;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ArmCall;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import dev.pgconvoy.monitor.view.ViewFollower;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Answers every call, also one that cannot be served, in Azure's shape.
@Singleton
final class ArmErrorBoundary {

    private static final Logger LOG = Logger.getLogger(ArmErrorBoundary.class);
    private static final String RETRY_AFTER = "Retry-After";

    private final ServerInventory inventory;
    private final Router router;
    private final BooleanSupplier caughtUp;

    @Inject
    ArmErrorBoundary(ServerInventory inventory, Router router, ViewFollower follower) {
        this(inventory, router, follower::isCaughtUp);
    }

    ArmErrorBoundary(ServerInventory inventory, Router router, BooleanSupplier caughtUp) {
        this.inventory = inventory;
        this.router = router;
        this.caughtUp = caughtUp;
    }

    ArmAnswer answer(ArmCall call) {
        if (inventory.isEmpty()) {
            return ArmAnswer.error(
                    404,
                    ArmError.of(
                            "NotFound", "Azure's interface is off: no server is configured (pgconvoy.arm.servers)."));
        }
        if (!caughtUp.getAsBoolean()) {
            return ArmAnswer.error(
                            503, ArmError.of("ServiceUnavailable", "This server has just started. Send it again soon."))
                    .with(RETRY_AFTER, "2");
        }
        return routed(call);
    }

    private ArmAnswer routed(ArmCall call) {
        try {
            return router.route(call);
        } catch (ArmException e) {
            return ArmAnswer.error(e.status(), e.error());
        } catch (NotPublishedException e) {
            return ArmAnswer.error(
                            503,
                            ArmError.of(
                                    "ServiceUnavailable",
                                    e.getMessage() + " Send the same request again: twice is once."))
                    .with(RETRY_AFTER, "5");
        } catch (RuntimeException e) {
            LOG.error("A call of Azure's interface failed", e);
            return ArmAnswer.error(
                    500, ArmError.of("InternalServerError", "The call failed by a fault of ours; its log says which."));
        }
    }
}
