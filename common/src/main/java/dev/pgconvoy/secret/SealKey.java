package dev.pgconvoy.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;

/// The AES-256-GCM key that seals passwords in events. A sealed value is bound to its migration id: it opens nowhere
/// else.
///
/// The key is a Tink keyset in JSON, in a file that only its owner reads.
public final class SealKey {

    private final Aead aead;

    private SealKey(KeysetHandle keyset) throws GeneralSecurityException {
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
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

    private static byte[] bytes(String context) {
        return context.getBytes(StandardCharsets.UTF_8);
    }
}
