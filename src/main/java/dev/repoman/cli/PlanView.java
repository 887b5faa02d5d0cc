package dev.repoman.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.project.HostUser;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.stream.Stream;

/// A plan for people, and as data.
@ApplicationScoped
public class PlanView {
    private final HostUser user;

    public PlanView(HostUser user) {
        this.user = user;
    }

    /// @param title for example `repoman new demo would`
    void print(Plan plan, String title, PrintWriter out, Style style) {
        if (plan.isEmpty()) {
            out.println("nothing to do");
        } else {
            out.println(style.strong(title + ":"));
            plan.actions().forEach(a -> out.println("  " + style.good("•") + " " + describe(a)));
        }
        plan.keeps().forEach(kept -> out.println("  " + style.faint("stays: " + kept)));
        plan.notes().forEach(note -> out.println(style.warn("note:") + " " + note));
        out.flush();
    }

    ObjectNode json(Plan plan) {
        ObjectNode document = Json.document();
        ArrayNode actions = document.putArray("plan");
        plan.actions().forEach(action -> actions.add(json(action).put("text", describe(action))));
        Json.put(document, "keeps", plan.keeps());
        Json.put(document, "notes", plan.notes());
        return document;
    }

    /// @return what the action does, as a command: `start container demo`
    String describe(Action action) {
        return switch (action) {
            case Action.InitRepository init -> "create repository " + user.contract(init.path()) + " (git init)";
            case Action.CloneRepository clone -> "clone " + clone.url() + " into " + user.contract(clone.path());
            case Action.CreateInstance create ->
                "create container " + create.instance() + " from "
                        + create.spec().image() + " (profiles "
                        + String.join(", ", create.spec().profiles()) + ")";
            case Action.UpdateInstance update ->
                "set "
                        + String.join(
                                ", ",
                                Stream.concat(update.config().keySet().stream(), update.devices().keySet().stream())
                                        .toList())
                        + " of container " + update.instance();
            case Action.StartInstance start -> "start container " + start.instance();
            case Action.ProvisionUser provision ->
                "make user " + provision.user().name() + " (" + provision.user().uid() + ":"
                        + provision.user().gid() + ") inside";
            case Action.StopInstance stop -> "stop container " + stop.instance();
            case Action.DeleteInstance delete -> "delete container " + delete.instance();
            case Action.EditRegistry edit -> describe(edit.edit());
        };
    }

    private static String describe(RegistryEdit edit) {
        return switch (edit) {
            case RegistryEdit.Add add -> "add " + add.project().name() + " to the registry";
            case RegistryEdit.Remove remove -> "remove " + remove.name() + " from the registry";
            case RegistryEdit.SetProject set -> "set " + set.key() + " of " + set.name() + " in the registry";
            case RegistryEdit.Set set -> "set " + set.dottedKey() + " in the registry";
        };
    }

    private static ObjectNode json(Action action) {
        ObjectNode node = Json.document();
        node.remove("format");
        return switch (action) {
            case Action.InitRepository init ->
                node.put("action", "init-repository").put("path", init.path());
            case Action.CloneRepository clone ->
                node.put("action", "clone-repository").put("path", clone.path()).put("url", clone.url());
            case Action.CreateInstance create -> {
                node.put("action", "create-instance")
                        .put("project", create.project())
                        .put("instance", create.instance())
                        .put("image", create.spec().image().toString());
                Json.put(node, "profiles", create.spec().profiles());
                yield node;
            }
            case Action.UpdateInstance update -> onIncus(node, "update-instance", update);
            case Action.StartInstance start -> onIncus(node, "start-instance", start);
            case Action.ProvisionUser provision ->
                onIncus(node, "provision-user", provision)
                        .put("user", provision.user().name())
                        .put("uid", provision.user().uid())
                        .put("gid", provision.user().gid());
            case Action.StopInstance stop -> onIncus(node, "stop-instance", stop);
            case Action.DeleteInstance delete -> onIncus(node, "delete-instance", delete);
            case Action.EditRegistry _ -> node.put("action", "edit-registry");
        };
    }

    private static ObjectNode onIncus(ObjectNode node, String name, Action.OnIncus action) {
        return node.put("action", name).put("project", action.project()).put("instance", action.instance());
    }
}
