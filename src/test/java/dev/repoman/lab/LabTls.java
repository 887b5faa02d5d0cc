package dev.repoman.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.conn.ssl.SSLSocketFactory;

/// TLS towards the lab's daemon: the client certificate that the daemon trusts, and the daemon's own
/// certificate as the only one trusted here.
final class LabTls {
    private LabTls() {}

    /// rest-assured takes nothing newer than this deprecated type.
    @SuppressWarnings("deprecation")
    static SSLSocketFactory factory() {
        return Holder.FACTORY;
    }

    private static final class Holder {
        @SuppressWarnings("deprecation")
        static final SSLSocketFactory FACTORY = make();

        @SuppressWarnings("deprecation")
        private static SSLSocketFactory make() {
            try {
                char[] password = Lab.variable("LAB_CLIENT_PASSWORD").toCharArray();
                KeyStore own = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(Path.of(Lab.variable("LAB_CLIENT_P12")))) {
                    own.load(in, password);
                }
                var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(own, password);

                KeyStore daemon = KeyStore.getInstance("PKCS12");
                daemon.load(null, null);
                try (InputStream in = Files.newInputStream(Path.of(Lab.variable("INCUS_DIR"), "server.crt"))) {
                    daemon.setCertificateEntry(
                            "daemon", CertificateFactory.getInstance("X.509").generateCertificate(in));
                }
                var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(daemon);

                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
                // the certificate is pinned; its name is the lab's, not the address
                return new SSLSocketFactory(context, SSLSocketFactory.ALLOW_ALL_HOSTNAME_VERIFIER);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("no TLS towards the lab's daemon", e);
            }
        }
    }
}
