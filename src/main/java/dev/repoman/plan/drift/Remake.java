package dev.repoman.plan.drift;

import dev.repoman.plan.ShellText;
import dev.repoman.plan.life.NewRequest;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands that create a project's container again, according to its entry, with only the flags that
/// `new` needs; a fork is made again.
final class Remake {
    private final Project entry;
    private final Registry without;
    private final Override override;
    private final HostUser user;

    private Remake(Project entry, Registry registry, Override override, HostUser user) {
        this.entry = entry;
        this.without = new Registry(registry.defaults(), List.of());
        this.override = override;
        this.user = user;
    }

    /// @param image the image to create it from; null for the default of `new`
    /// @param hermes whether it should have an agent; null for the default of `new`
    static String commands(ProjectFacts facts, Project entry, @Nullable String image, @Nullable Boolean hermes) {
        if (entry.parent() != null) {
            return "repoman remove " + entry.shown() + ", then repoman fork " + entry.parent() + " " + entry.task();
        }
        List<String> words =
                new ArrayList<>(List.of("repoman", "new", entry.name().value()));
        try {
            new Remake(entry, facts.registry(), facts.override(), facts.user()).addFlags(words, image, hermes);
        } catch (RepomanException _) {
            // new then reports the problem to the user
        }
        return "repoman remove " + entry.name() + ", then " + ShellText.command(words.toArray(String[]::new));
    }

    private void addFlags(List<String> words, @Nullable String image, @Nullable Boolean hermes) {
        if (!entry.repo().equals(entry.name().value())) {
            words.addAll(List.of("--repo", entry.repo()));
        }
        if (!entry.backup() && settings(null, null).backup()) {
            words.add("--no-backup");
        }
        Boolean agent = hermes == null || settings(null, null).hermes().wanted() == hermes ? null : hermes;
        if (agent != null) {
            words.add(agent ? "--hermes" : "--no-hermes");
        }
        if (hermes != null) { // adding or removing an agent also adds or removes its profile
            addProfiles(words, agent);
        }
        if (image != null && !settings(null, agent).image().equals(ImageRef.parse(image))) {
            words.addAll(List.of("--image", image));
        }
    }

    private void addProfiles(List<String> words, @Nullable Boolean hermes) {
        List<String> wanted = entry.profiles();
        if (settings(null, hermes).profiles().equals(wanted)) {
            return;
        }
        if (settings(true, hermes).profiles().equals(wanted)) {
            words.add("--llm");
        } else if (!Boolean.TRUE.equals(hermes)
                && settings(false, hermes).profiles().equals(wanted)) {
            words.add("--no-llm");
        } else {
            wanted.forEach(profile -> words.addAll(List.of("--profile", profile)));
        }
    }

    /// The settings that `new` would derive from such flags.
    private NewSettings settings(@Nullable Boolean llm, @Nullable Boolean hermes) {
        NewRequest request = NewRequest.of(entry.name()).with(it -> {
            it.repo = entry.repo();
            it.llm = llm;
            it.hermes = hermes;
        });
        return NewSettings.resolve(request, without, override, user);
    }
}
