package dev.pgconvoy.bench.workload;

import dev.pgconvoy.bench.proxy.NetworkModel;
import java.util.List;

/// What is moved, under which conditions, and what is expected.
///
/// @param databases what fills each database of the source
/// @param jobs of pgconvoy
/// @param pgcopydb the options it is measured with; `--tune` tries others
/// @param peers whom it is measured against
public record Workload(
        String name,
        String about,
        List<DatabaseFiller> databases,
        NetworkModel network,
        int jobs,
        PgcopydbOptions pgcopydb,
        List<PeerTool> peers,
        List<Bar> bars) {

    public Workload {
        databases = List.copyOf(databases);
        peers = List.copyOf(peers);
        bars = List.copyOf(bars);
    }

    Workload(
            String name,
            String about,
            DatabaseFiller data,
            PgcopydbOptions pgcopydb,
            List<PeerTool> peers,
            Bar... bars) {
        this(name, about, List.of(data), NetworkModel.NONE, DEFAULT_JOBS, pgcopydb, peers, List.of(bars));
    }

    /// Of a whole server, which pgcopydb does not move.
    Workload(String name, String about, List<DatabaseFiller> databases, List<PeerTool> peers, Bar... bars) {
        this(name, about, databases, NetworkModel.NONE, DEFAULT_JOBS, PgcopydbOptions.jobs(4, 4), peers, List.of(bars));
    }

    private static final int DEFAULT_JOBS = 4;

    Workload over(NetworkModel other, int moreJobs) {
        return new Workload(name, about, databases, other, moreJobs, pgcopydb, peers, bars);
    }

    /// Whether pgconvoy runs in pairs with `--verify full`, too.
    public boolean isVerifiedInPairs() {
        return bars.stream().anyMatch(Bar::verified);
    }

    /// pgconvoy's wall time must be at most so many times the peer's.
    ///
    /// @param verified with `--verify full`, else with `--verify off`
    public record Bar(PeerTool peer, double ratio, boolean verified) {

        Bar(PeerTool peer, double ratio) {
            this(peer, ratio, false);
        }

        static Bar verified(PeerTool peer, double ratio) {
            return new Bar(peer, ratio, true);
        }
    }
}
