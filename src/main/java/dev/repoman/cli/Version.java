package dev.repoman.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/// `repoman --version`.
public class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "repoman " + ConfigProvider.getConfig().getValue("quarkus.application.version", String.class)
        };
    }
}
