package dev.pgconvoy.fleet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// Everything that is wrong with a fleet whose parts can be read, each fault at its place.
public final class FleetFaults {

    private final Fleet fleet;
    private final FleetSpec spec;
    private final WaveMembers members;
    private final FaultList faults = new FaultList();

    private FleetFaults(Fleet fleet) {
        this.fleet = fleet;
        this.spec = fleet.spec();
        this.members = WaveMembers.of(spec);
    }

    /// @return none when the fleet can be applied; of very many the first ones, and a last one that
    /// says that there are more
    public static List<FleetFault> of(Fleet fleet) {
        var all = new FleetFaults(fleet);
        List.<Runnable>of(all::names, all::servers, all::waves, all::windows, all::retries, all::labels)
                .forEach(look -> {
                    if (!all.faults.isFull()) {
                        look.run();
                    }
                });
        return all.faults.told();
    }

    private void add(String pointer, String message) {
        faults.add(pointer, message);
    }

    private void names() {
        if (spec.servers().isEmpty()) {
            add("/spec/servers", "a fleet needs a server");
        }
        unique("/spec/servers", "server", spec.servers(), FleetServer::name);
        unique("/spec/waves", "wave", spec.waves(), Wave::name);
        unique("/spec/windows", "window", spec.windows(), MigrationWindow::name);
        unique("/spec/gates", "gate", spec.gates(), Gate::name);
    }

    private <T> void unique(String list, String what, List<T> some, Function<T, String> name) {
        var seen = new HashMap<String, Integer>();
        for (var i = 0; i < some.size() && !faults.isFull(); i++) {
            var first = seen.putIfAbsent(name.apply(some.get(i)), i);
            if (first != null) {
                add(
                        "%s/%d/name".formatted(list, i),
                        "the %s \"%s\" is there already, as number %d of the list; give this one another name"
                                .formatted(what, name.apply(some.get(i)), first + 1));
            }
        }
    }

    private void servers() {
        new ServerFaults(fleet, faults).find();
        new NeedFaults(spec, members, faults).find();
    }

    private void waves() {
        var servers = new HashSet<String>();
        spec.servers().forEach(server -> servers.add(server.name()));
        var windows = byName(spec.windows(), MigrationWindow::name);
        var gates = byName(spec.gates(), Gate::name);
        for (var i = 0; i < spec.waves().size() && !faults.isFull(); i++) {
            var wave = spec.waves().get(i);
            var place = "/spec/waves/" + i;
            namesOfWave(place + "/servers", "server", wave.servers(), servers, "/spec/servers");
            wave.window()
                    .filter(name -> !windows.containsKey(name))
                    .ifPresent(name -> add(place + "/window", unknown("window", name, "/spec/windows")));
            namesOfWave(place + "/gates", "gate", wave.gates(), gates.keySet(), "/spec/gates");
            if (members.membersOf(i, spec.servers()).isEmpty()) {
                add(
                        place,
                        "the wave \"%s\" is never reached: no server belongs to it; a server belongs to the first wave that names or selects it"
                                .formatted(wave.name()));
            }
        }
        for (var i = 0; i < spec.servers().size() && !faults.isFull(); i++) {
            if (members.of(spec.servers().get(i)).isEmpty()) {
                add(
                        "/spec/servers/" + i,
                        "the server \"%s\" belongs to no wave; name it in one, or let the last wave have neither servers nor selector: it takes all that are left"
                                .formatted(spec.servers().get(i).name()));
            }
        }
    }

    /// Names of a wave stand in another list, and here once.
    private void namesOfWave(String place, String what, List<String> names, Set<String> known, String list) {
        var seen = new HashMap<String, Integer>();
        for (var i = 0; i < names.size() && !faults.isFull(); i++) {
            var name = names.get(i);
            var first = seen.putIfAbsent(name, i);
            if (first != null) {
                add(
                        "%s/%d".formatted(place, i),
                        "the %s \"%s\" is named there already, as number %d of the list; remove one of them"
                                .formatted(what, name, first + 1));
            } else if (!known.contains(name)) {
                add("%s/%d".formatted(place, i), unknown(what, name, list));
            }
        }
    }

    private void retries() {
        for (var i = 0; i < spec.waves().size() && !faults.isFull(); i++) {
            var index = i;
            if (spec.waves().get(i).onFailure().retry() > 0) {
                onceOnly("/spec/waves/%d/onFailure/retry".formatted(i), "retry", wave -> wave == index);
            }
        }
    }

    /// What an attempt leaves on the target keeps the next one from beginning.
    private void onceOnly(String place, String what, IntPredicate which) {
        var some = spec.servers().stream()
                .filter(server -> members.of(server).filter(which::test).isPresent())
                .filter(server ->
                        !server.options().or(spec.defaults().options()).continueOrOverwrite())
                .map(FleetServer::name)
                .toList();
        if (!some.isEmpty()) {
            add(
                    place,
                    "%s asks for a second attempt, which is refused where the first one has left databases on the target; give %s the option copy: {resume: true} or overwriteDbsInTarget: true"
                            .formatted(what, firstOf(some)));
        }
    }

    private static String firstOf(List<String> servers) {
        return "\"%s\"%s"
                .formatted(servers.getFirst(), servers.size() == 1 ? "" : " and %d more".formatted(servers.size() - 1));
    }

    private void windows() {
        for (var i = 0; i < spec.windows().size() && !faults.isFull(); i++) {
            var window = spec.windows().get(i);
            var place = "/spec/windows/" + i;
            WindowCalendar.fault(window).ifPresent(fault -> add(place + "/cron", fault));
            if (window.onClose() == MigrationWindow.OnClose.CANCEL) {
                tooLong(window);
                onceOnly(
                        place + "/onClose",
                        "onClose: cancel",
                        wave -> members.waves()
                                .get(wave)
                                .window()
                                .filter(window.name()::equals)
                                .isPresent());
            }
        }
    }

    /// What never ends in its window would begin again and again.
    private void tooLong(MigrationWindow window) {
        for (var i = 0; i < spec.servers().size() && !faults.isFull(); i++) {
            var server = spec.servers().get(i);
            var expected = server.expectedDuration().orElse(spec.defaults().expectedDuration());
            if (expected.compareTo(window.duration()) > 0
                    && members.of(server)
                            .flatMap(wave -> members.waves().get(wave).window())
                            .filter(window.name()::equals)
                            .isPresent()) {
                add(
                        "/spec/servers/" + i,
                        "the server \"%s\" is expected to take %s, and the window \"%s\" cancels what runs after %s; make the window longer, or let it finish what runs (onClose: finish)"
                                .formatted(server.name(), expected, window.name(), window.duration()));
            }
        }
    }

    private void labels() {
        spec.limits().perLabel().keySet().stream()
                .filter(label -> spec.servers().stream()
                        .noneMatch(server -> server.labels().containsKey(label)))
                .forEach(label -> add(
                        "/spec/limits/perLabel/" + label,
                        "no server has the label \"%s\": this limit counts nothing; give servers the label, or remove the limit"
                                .formatted(label)));
    }

    static String unknown(String what, String name, String list) {
        return "there is no %s \"%s\" in %s; correct the name or add it there".formatted(what, name, list);
    }

    private static <T> Map<String, T> byName(List<T> some, Function<T, String> name) {
        var byName = new LinkedHashMap<String, T>();
        some.forEach(one -> byName.putIfAbsent(name.apply(one), one));
        return byName;
    }
}
