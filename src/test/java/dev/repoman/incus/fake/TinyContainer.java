package dev.repoman.incus.fake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A container with next to nothing in it: true, false, echo, cat, env, pwd, sleep, id and `sh -c "exit N"`.
/// Its users are root and dev (1000).
final class TinyContainer implements ExecHandler {
    private static final Pattern EXIT = Pattern.compile("\\s*exit (\\d+)\\s*");
    private static final Map<Integer, String> USERS = Map.of(0, "root", 1000, "dev");

    @Override
    public ExecResult run(ExecCall call) throws Exception {
        List<String> arguments = call.command().subList(1, call.command().size());
        String program = call.command().getFirst();
        return switch (program.substring(program.lastIndexOf('/') + 1)) {
            case "true" -> ExecResult.ok();
            case "false" -> ExecResult.exit(1);
            case "echo" -> ExecResult.ok(String.join(" ", arguments) + "\n");
            case "cat" -> {
                call.stdin().transferTo(call.stdout());
                yield ExecResult.ok();
            }
            case "env" -> {
                StringBuilder all = new StringBuilder();
                new TreeMap<>(call.env())
                        .forEach((k, v) -> all.append(k).append('=').append(v).append('\n'));
                yield ExecResult.ok(all.toString());
            }
            case "pwd" -> ExecResult.ok((call.cwd().isEmpty() ? "/" : call.cwd()) + "\n");
            case "sleep" -> {
                Thread.sleep((long) (Double.parseDouble(arguments.getFirst()) * 1000));
                yield ExecResult.ok();
            }
            case "id" -> id(call, arguments);
            case "sh" -> shell(arguments);
            default -> ExecResult.notFound();
        };
    }

    private static ExecResult shell(List<String> arguments) {
        Matcher exit = EXIT.matcher(arguments.size() > 1 && arguments.getFirst().equals("-c") ? arguments.get(1) : "");
        return exit.matches() ? ExecResult.exit(Integer.parseInt(exit.group(1))) : ExecResult.ok();
    }

    private static ExecResult id(ExecCall call, List<String> arguments) {
        String name = USERS.get(call.uid());
        String shown = name == null ? "" : "(" + name + ")";
        return switch (String.join(" ", arguments)) {
            case "-u" -> ExecResult.ok(call.uid() + "\n");
            case "-g" -> ExecResult.ok(call.gid() + "\n");
            case "-un" ->
                name == null ? ExecResult.failed(1, "id: unknown ID " + call.uid() + "\n") : ExecResult.ok(name + "\n");
            default -> ExecResult.ok("uid=" + call.uid() + shown + " gid=" + call.gid() + shown + "\n");
        };
    }
}
