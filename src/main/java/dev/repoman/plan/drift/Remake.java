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

/// The commands that make a project's container again, as its entry has it: with the flags that `new` needs
/// for that, and no others.
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

    /// @param image what it is to be created from; null for what `new` takes by itself
    /// @param hermes whether it is to have an agent; null for what `new` decides by itself
    static String commands(ProjectFacts facts, Project entry, @Nullable String image, @Nullable Boolean hermes) {
        List<String> words =
                new ArrayList<>(List.of("repoman", "new", entry.name().value()));
        try {
            new Remake(entry, facts.registry(), facts.override(), facts.user()).addFlags(words, image, hermes);
        } catch (RepomanException _) {
            // what new says to it then is for the user to see
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
        if (hermes != null) { // an agent that comes or goes takes its profile with it
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

    /// What `new` would make of such flags.
    private NewSettings settings(@Nullable Boolean llm, @Nullable Boolean hermes) {
        NewRequest request = NewRequest.of(entry.name()).withRepo(entry.repo()).withAgent(llm, hermes);
        return NewSettings.resolve(request, without, override, user);
    }
}
