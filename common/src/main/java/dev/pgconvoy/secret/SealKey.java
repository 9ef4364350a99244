package dev.pgconvoy.secret;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// The AES-256-GCM keys that seal passwords in events. A sealed value is bound to its use: one migration's login at one
/// server. It opens for nothing else.
///
/// They are a Tink keyset in JSON, in a file that only its owner reads. The newest of them seals; the older ones open
/// what they have sealed. A file that was replaced meanwhile is read anew, so nobody need be restarted for a new key.
public final class SealKey {

    private static final int DERIVED_BYTES = 32;

    private final Path file;
    private volatile Keys keys;

    private record Keys(Aead aead, KeysetHandle keyset, KeyFile.Version version) {}

    private SealKey(Path file, Keys keys) {
        this.file = file;
        this.keys = keys;
    }

    /// The key that every service must have, because they prove to each other with it who they are.
    ///
    /// @throws IllegalStateException when none is configured; services end with its message
    public static SealKey ofServices(Optional<Path> file) {
        return read(file.orElseThrow(() -> new IllegalStateException("""
                PGCONVOY_SEAL_KEY_FILE is not set: the services of an installation believe each other by its seal key. \
                Create one with: pgconvoy seal-key --out FILE, and set it for every service.""")));
    }

    /// Reads the keys; a missing or unreadable file is an [IllegalStateException] that names it.
    public static SealKey read(Path file) {
        try {
            return new SealKey(file, load(file));
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, e);
        }
    }

    /// Writes a fresh key with mode 0600; refuses to replace an existing one.
    public static SealKey create(Path file) {
        try {
            AeadConfig.register();
            KeyFile.create(file, text(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)));
            return new SealKey(file, load(file));
        } catch (IOException | GeneralSecurityException e) {
            throw unwritable(file, e);
        }
    }

    /// Adds a fresh key that seals from now on; what the older ones have sealed stays readable. The file is replaced as
    /// a whole, so that nobody reads half of it.
    ///
    /// @return how many keys the file has now
    public static int rotate(Path file) {
        KeysetHandle before;
        try {
            AeadConfig.register();
            before = keyset(file);
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, e);
        }
        try {
            var after = KeysetHandle.newBuilder(before)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build();
            KeyFile.replace(file, text(after));
            return after.size();
        } catch (IOException | GeneralSecurityException e) {
            throw unwritable(file, e);
        }
    }

    public SecretRef.Sealed seal(Secret secret, PasswordUse use) {
        try {
            var sealed = newest().aead().encrypt(secret.use(v -> v.getBytes(StandardCharsets.UTF_8)), use.bound());
            return new SecretRef.Sealed(Base64.getEncoder().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /// @throws GeneralSecurityException when it was sealed for another use, or with a key that is not known here
    Secret open(SecretRef.Sealed sealed, PasswordUse use) throws GeneralSecurityException {
        var opened = newest().aead().decrypt(Base64.getDecoder().decode(sealed.ciphertext()), use.bound());
        return new Secret(new String(opened, StandardCharsets.UTF_8));
    }

    /// A file that cannot be read any more is no reason to forget what was in it.
    private Keys newest() {
        var known = keys;
        try {
            if (!KeyFile.version(file).equals(known.version())) {
                known = load(file);
                keys = known;
            }
        } catch (IOException | GeneralSecurityException _) {
            // The keys that are known stay in use.
        }
        return known;
    }

    /// The version is taken first: a file that is replaced in between is read once more.
    private static Keys load(Path file) throws IOException, GeneralSecurityException {
        AeadConfig.register();
        var version = KeyFile.version(file);
        var keyset = keyset(file);
        return new Keys(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class), keyset, version);
    }

    private static KeysetHandle keyset(Path file) throws IOException, GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
    }

    private static String text(KeysetHandle keyset) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    }

    private static IllegalStateException unreadable(Path file, Exception cause) {
        return new IllegalStateException(
                "The seal key %s cannot be read: %s. Create one with: pgconvoy seal-key --out %s"
                        .formatted(file, cause.getClass().getSimpleName(), file),
                cause);
    }

    private static IllegalStateException unwritable(Path file, Exception cause) {
        return new IllegalStateException("The seal key %s cannot be written: %s".formatted(file, cause), cause);
    }

    /// Another object after the file was replaced.
    public Object version() {
        return newest();
    }

    /// A key for something else than sealing, by HKDF-SHA256 from each enabled key of the set, the primary one first.
    ///
    /// @param purpose different purposes have unrelated keys
    /// @param algorithm that the derived key is for, as the JDK names it
    public List<SecretKey> derivedKeys(String purpose, String algorithm) {
        var keyset = newest().keyset();
        return IntStream.range(0, keyset.size())
                .mapToObj(keyset::getAt)
                .filter(entry -> entry.getStatus() == KeyStatus.ENABLED)
                .sorted(Comparator.comparing(KeysetHandle.Entry::isPrimary).reversed())
                .map(entry -> derived(entry.getKey(), purpose, algorithm))
                .toList();
    }

    @AccessesPartialKey
    private static SecretKey derived(Key key, String purpose, String algorithm) {
        if (!(key instanceof AesGcmKey aesGcm)) {
            throw new IllegalStateException("the seal key holds a key that is not AES-GCM");
        }
        try {
            var secret = aesGcm.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(bytes(purpose), DERIVED_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 is part of every JDK since 25", e);
        }
    }

    private static byte[] bytes(String context) {
        return context.getBytes(StandardCharsets.UTF_8);
    }
}
