package dev.pgconvoy.it.promise;

import dev.pgconvoy.it.content.ObjectFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a seed decides: what is in the database, who moves it, and how.
///
/// @param locale after `CREATE DATABASE … ENCODING`, empty for the server's own
/// @param sourceUser a superuser, or one who may read all
record PromisePlan(
        long seed,
        List<ObjectFamily> families,
        List<HostilePiece> pieces,
        String encoding,
        String locale,
        SourceUser sourceUser,
        TargetUser targetUser,
        Wishes wishes) {

    enum SourceUser {
        SUPERUSER,
        READER
    }

    enum TargetUser {
        SUPERUSER,
        /// Of the roles that own something in the families.
        MEMBER,
        /// Who has nothing but the documented rights.
        STRANGER
    }

    /// @param members of the request's options that the pieces ask for
    record Wishes(
            int jobs,
            boolean noOwner,
            boolean noAcl,
            boolean movesRoles,
            boolean invalidDataGoes,
            List<String> members) {

        Wishes {
            members = List.copyOf(members);
        }

        String json() {
            return Stream.concat(
                            Stream.of("\"jobs\": " + jobs, "\"verify\": \"full\"", rights(), copy()), members.stream())
                    .reduce((one, other) -> one + ", " + other)
                    .orElseThrow();
        }

        private String rights() {
            return "\"rights\": {\"noOwner\": %b, \"noAcl\": %b, \"migrateRoles\": %b}"
                    .formatted(noOwner, noAcl, movesRoles);
        }

        private String copy() {
            return "\"copy\": {\"onInvalidData\": \"%s\"}".formatted(invalidDataGoes ? "not-valid" : "fail");
        }

        List<String> dumpOptions() {
            return Stream.of(noOwner ? "--no-owner" : "", noAcl ? "--no-acl" : "")
                    .filter(option -> !option.isEmpty())
                    .toList();
        }
    }

    private static final List<String> OTHER_ENCODINGS =
            List.of("LATIN1", "LATIN9", "WIN1252", "KOI8R", "EUC_KR", "EUC_JP", "SQL_ASCII", "WIN1250");
    private static final List<String> ICU_LOCALES = List.of("und", "de-u-co-phonebk", "ja", "en-u-kn-true");
    private static final List<String> WITHOUT_ICU = List.of("SQL_ASCII", "MULE_INTERNAL");

    PromisePlan {
        families = List.copyOf(families);
        pieces = List.copyOf(pieces);
    }

    static PromisePlan of(long seed, List<ObjectFamily> families, List<HostilePiece> pieces) {
        var random = new Random(seed * 2_654_435_761L);
        var chosenPieces = some(random, pieces, new int[] {0, 0, 1, 1, 1, 1, 1, 2, 2, 3});
        var chosenFamilies = some(random, families, new int[] {0, 1, 1, 1, 1, 2, 2, 2, 3, 4});
        var encoding = Stream.concat(
                        chosenPieces.stream().flatMap(piece -> piece.encoding().stream()),
                        chosenFamilies.stream().map(ObjectFamily::encoding).filter(one -> !one.equals("UTF8")))
                .findFirst()
                .orElseGet(() -> chance(random, 15) ? one(random, OTHER_ENCODINGS) : "UTF8");
        chosenPieces.removeIf(
                piece -> piece.encoding().filter(one -> !one.equals(encoding)).isPresent());
        var icu = chance(random, 10) && !WITHOUT_ICU.contains(encoding);
        var locale = icu
                ? "LOCALE_PROVIDER icu ICU_LOCALE '%s' LOCALE 'C'".formatted(one(random, ICU_LOCALES))
                : encoding.equals("UTF8") && chance(random, 70) ? "" : "LOCALE 'C'";
        return new PromisePlan(
                seed,
                chosenFamilies,
                chosenPieces.stream()
                        .sorted(Comparator.comparing(HostilePiece::closes))
                        .toList(),
                encoding,
                locale,
                chance(random, 70) ? SourceUser.SUPERUSER : SourceUser.READER,
                chance(random, 60)
                        ? TargetUser.SUPERUSER
                        : chance(random, 60) ? TargetUser.MEMBER : TargetUser.STRANGER,
                new Wishes(
                        1 + random.nextInt(4),
                        chance(random, 12),
                        chance(random, 12),
                        chosenPieces.stream().anyMatch(HostilePiece::movesRoles),
                        chance(random, 25),
                        List.copyOf(options(chosenPieces).values())));
    }

    /// The first that says something of an option decides it.
    private static Map<String, String> options(List<HostilePiece> pieces) {
        return pieces.stream()
                .filter(piece -> piece.options().isPresent())
                .collect(Collectors.toMap(
                        HostilePiece::key, piece -> piece.options().orElseThrow(), (first, _) -> first, TreeMap::new));
    }

    /// So many of them, each at most once, as one of the counts says.
    private static <T> List<T> some(Random random, List<T> all, int[] counts) {
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return new ArrayList<>(shuffled.subList(0, counts[random.nextInt(counts.length)]));
    }

    private static <T> T one(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static boolean chance(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    /// What concerns the whole server must not meet another run.
    boolean isAlone() {
        return wishes.movesRoles || pieces.stream().anyMatch(HostilePiece::alone);
    }

    String database() {
        return seed % 10 == 3 ? "Prömise \"%d\" %%s/?=&'; -- $x".formatted(seed) : "promise_" + seed;
    }

    String role() {
        return "promise_role_" + seed;
    }

    static String repeat(long seed) {
        return "mvn -q verify -Plong -pl it -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false"
                + " -Dit.test=PromiseIT -Dpgconvoy.it.promise.seeds=" + seed;
    }
}
