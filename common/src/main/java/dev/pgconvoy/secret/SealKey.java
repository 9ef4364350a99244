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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// The AES-256-GCM key that seals passwords in events. A sealed value is bound to its migration id: it opens nowhere
/// else.
///
/// The key is a Tink keyset in JSON, in a file that only its owner reads.
public final class SealKey {

    private static final int DERIVED_BYTES = 32;

    private final Aead aead;
    private final KeysetHandle keyset;

    private SealKey(KeysetHandle keyset) throws GeneralSecurityException {
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.keyset = keyset;
    }

    /// The key that every service must have, because they prove to each other with it who they are.
    ///
    /// @throws IllegalStateException when none is configured; services end with its message
    public static SealKey ofServices(Optional<Path> file) {
        return read(file.orElseThrow(() -> new IllegalStateException("""
                PGCONVOY_SEAL_KEY_FILE is not set: the services of an installation believe each other by its seal key. \
                Create one with: pgconvoy seal-key --out FILE, and set it for every service.""")));
    }

    /// Reads the key; a missing or unreadable file is an [IllegalStateException] that names it.
    public static SealKey read(Path file) {
        try {
            AeadConfig.register();
            return new SealKey(
                    TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The seal key %s cannot be read: %s. Create one with: pgconvoy seal-key --out %s"
                            .formatted(file, e.getClass().getSimpleName(), file),
                    e);
        }
    }

    /// Writes a fresh key with mode 0600; refuses to replace an existing one.
    public static SealKey create(Path file) {
        try {
            AeadConfig.register();
            var keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()),
                    StandardOpenOption.TRUNCATE_EXISTING);
            return new SealKey(keyset);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The seal key %s cannot be written: %s".formatted(file, e), e);
        }
    }

    /// @param context what the value belongs to: the migration id
    public SecretRef.Sealed seal(Secret secret, String context) {
        try {
            var sealed = aead.encrypt(secret.use(v -> v.getBytes(StandardCharsets.UTF_8)), bytes(context));
            return new SecretRef.Sealed(Base64.getEncoder().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    Secret open(SecretRef.Sealed sealed, String context) throws GeneralSecurityException {
        var opened = aead.decrypt(Base64.getDecoder().decode(sealed.ciphertext()), bytes(context));
        return new Secret(new String(opened, StandardCharsets.UTF_8));
    }

    /// A key for something else than sealing, by HKDF-SHA256 from each enabled key of the set, the primary one first.
    ///
    /// @param purpose different purposes have unrelated keys
    /// @param algorithm that the derived key is for, as the JDK names it
    public List<SecretKey> derivedKeys(String purpose, String algorithm) {
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
