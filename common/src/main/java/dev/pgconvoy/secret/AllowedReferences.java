package dev.pgconvoy.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which variables, files and vaults a request may name as passwords, and to which hosts tokens may go. Whoever may
/// request a migration also says to which server the password goes; without a limit they could have any variable, file
/// or token of a service sent to a server of theirs.
///
/// @param variables names, in which `*` stands for any letters
/// @param places absolute: a file, or a folder, which stands for the files in it but not for those in its folders
/// @param vaults host names, perhaps with a port, in which `*` stands for any letters
/// @param tokenHosts the same for the servers that get a token of the service's identity
/// @param servers to which all of them may be sent
public record AllowedReferences(
        List<String> variables,
        List<Path> places,
        List<String> vaults,
        List<String> tokenHosts,
        AllowedServers servers) {

    public static final String VARIABLES = "pgconvoy.secrets.env";
    public static final String PLACES = "pgconvoy.secrets.file";
    public static final String VAULTS = "pgconvoy.secrets.keyvault";
    public static final String TOKEN_HOSTS = "pgconvoy.secrets.entra";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_*][A-Za-z0-9_*]*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9*._-]*(:[0-9]{1,5})?");

    /// Names that only the service itself gives, in each of its clouds.
    private static final List<String> AZURES_SERVERS = List.of(
            "*.postgres.database.azure.com",
            "*.postgres.database.usgovcloudapi.net",
            "*.postgres.database.chinacloudapi.cn");

    public static final AllowedReferences DEFAULTS = new AllowedReferences(
            List.of("PGCONVOY_*_PASSWORD"), List.of(Path.of("/run/secrets"), Path.of("/etc/pgconvoy/secrets")));

    public AllowedReferences {
        variables = variables.stream().distinct().toList();
        places = places.stream().distinct().toList();
        vaults = vaults.stream().distinct().toList();
        tokenHosts = tokenHosts.stream().distinct().toList();
        variables.forEach(name -> require(VARIABLE.asMatchPredicate(), name, VARIABLES, "a name, perhaps with *"));
        places.forEach(place -> require(Path::isAbsolute, place, PLACES, "an absolute path"));
        vaults.forEach(host -> require(HOST.asMatchPredicate(), host, VAULTS, "a host name, perhaps with *"));
        tokenHosts.forEach(host -> require(HOST.asMatchPredicate(), host, TOKEN_HOSTS, "a host name, perhaps with *"));
    }

    /// No vault, tokens for Azure's own servers, and any server.
    public AllowedReferences(List<String> variables, List<Path> places) {
        this(variables, places, List.of(), AZURES_SERVERS);
    }

    /// For any server.
    public AllowedReferences(List<String> variables, List<Path> places, List<String> vaults, List<String> tokenHosts) {
        this(variables, places, vaults, tokenHosts, AllowedServers.ANY);
    }

    /// The same references for these servers.
    public AllowedReferences within(AllowedServers allowed) {
        return new AllowedReferences(variables, places, vaults, tokenHosts, allowed);
    }

    private static <T> void require(Predicate<T> condition, T value, String setting, String wanted) {
        if (!condition.test(value)) {
            throw new IllegalArgumentException("%s: '%s' is not %s".formatted(setting, value, wanted));
        }
    }

    public static AllowedReferences configured() {
        return ReferenceSettings.read(System::getProperty, System::getenv);
    }

    /// These and no others.
    public static AllowedReferences exactly(Collection<? extends SecretRef> references) {
        return exactly(references, List.of());
    }

    /// @param hosts where tokens may go, when one of the references is a token
    public static AllowedReferences exactly(Collection<? extends SecretRef> references, Collection<String> hosts) {
        return new AllowedReferences(
                each(references, SecretRef.Env.class, SecretRef.Env::name),
                each(references, SecretRef.SecretFile.class, SecretRef.SecretFile::path),
                each(references, SecretRef.KeyVault.class, SecretRef.KeyVault::vault),
                references.stream().anyMatch(SecretRef.EntraToken.class::isInstance) ? List.copyOf(hosts) : List.of());
    }

    private static <R extends SecretRef, T> List<T> each(
            Collection<? extends SecretRef> references, Class<R> kind, Function<R, T> part) {
        return references.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .map(part)
                .toList();
    }

    public AllowedReferences and(AllowedReferences more) {
        return new AllowedReferences(
                both(variables, more.variables),
                both(places, more.places),
                both(vaults, more.vaults),
                both(tokenHosts, more.tokenHosts),
                servers.and(more.servers));
    }

    private static <T> List<T> both(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /// To configure a service with; [#configured()] reads it there.
    public Map<String, String> settings() {
        return ReferenceSettings.write(this);
    }

    boolean allows(SecretRef.KeyVault reference) {
        return vaults.stream().anyMatch(pattern -> isHost(pattern, reference.vault()));
    }

    boolean allowsTokensTo(String host) {
        return tokenHosts.stream().anyMatch(pattern -> isHost(pattern, host));
    }

    private static boolean isHost(String pattern, String host) {
        return host.toLowerCase(Locale.ROOT)
                .matches(pattern.toLowerCase(Locale.ROOT).replace(".", "\\.").replace("*", "[a-z0-9._-]*"));
    }

    boolean allows(SecretRef.Env reference) {
        return variables.stream().anyMatch(pattern -> reference.name().matches(pattern.replace("*", "[A-Za-z0-9_]*")));
    }

    /// Whether its name is allowed; what is there is not looked at.
    boolean allows(SecretRef.SecretFile reference) {
        return place(reference.path()).isPresent();
    }

    /// Whether an allowed name leads to an allowed file, all links followed.
    ///
    /// @param real where the file is
    boolean allows(SecretRef.SecretFile reference, Path real) throws IOException {
        var place = place(reference.path());
        return place.isPresent() && real.startsWith(place.get().toRealPath());
    }

    /// A path with steps back equals its normal form nowhere.
    private Optional<Path> place(Path file) {
        return places.stream()
                .filter(place -> file.equals(file.normalize()))
                .filter(place -> file.equals(place) || place.equals(file.getParent()))
                .findFirst();
    }
}
