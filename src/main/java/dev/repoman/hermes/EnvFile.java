package dev.repoman.hermes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `.env` as text. Whatever two agents cannot share is commented out: two gateways on one bot token take
/// each other's messages, two API servers need one port. Values leave this class only in the text itself.
///
/// @param text the filtered text
/// @param silenced names of the commented-out variables, in their order
record EnvFile(String text, List<String> silenced) {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*(.*)", Pattern.DOTALL);

    private static final Pattern FIGHTS = Pattern.compile("API_SERVER_.*|(?:.*_)?BOT_TOKEN|(?:"
            + "TELEGRAM|DISCORD|SLACK|MATTERMOST|MATRIX|SIGNAL|WHATSAPP|BLUEBUBBLES|FEISHU|LARK|DINGTALK|WECOM|WEIXIN"
            + "|QQ|QQBOT|LINE|TWILIO|SMS|EMAIL|TEAMS|MSTEAMS|GOOGLE_CHAT|IRC|XMPP|ZULIP|ROCKETCHAT|NTFY|TWITCH|NOSTR"
            + ")_(?:.*_)?(?:TOKENS?|SECRET|PASSWORD|PASSWD|PASS|KEY|ACCOUNT|SID|ENABLED|CREDENTIALS?)");

    EnvFile {
        silenced = List.copyOf(silenced);
    }

    /// @param keep names that are kept
    static EnvFile filter(String text, List<String> keep) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        Set<String> silenced = new LinkedHashSet<>();
        boolean silent = false;
        char open = 0;
        for (String line : lines(text)) {
            if (open == 0) {
                Matcher assignment = ASSIGNMENT.matcher(line);
                boolean is = assignment.matches();
                silent = is && fights(assignment.group(1)) && !keep.contains(assignment.group(1));
                if (silent) {
                    silenced.add(assignment.group(1));
                }
                open = is ? quote(assignment.group(2)) : 0;
            } else if (closes(line, open, 0)) {
                open = 0;
            }
            out.append(silent ? "#" : "").append(line);
            silent &= open != 0;
        }
        return new EnvFile(out.toString(), new ArrayList<>(silenced));
    }

    static boolean fights(String name) {
        return FIGHTS.matcher(name).matches();
    }

    /// @return the variables of an already filtered text, for a comparison by name; never print them
    static Map<String, String> variables(String text) {
        Map<String, String> variables = new TreeMap<>();
        for (String line : lines(text)) {
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (assignment.matches()) {
                variables.put(assignment.group(1), assignment.group(2));
            }
        }
        return variables;
    }

    /// Each with its line ending.
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, end));
            from = end;
        }
        return lines;
    }

    /// @return the quote that the value opens and does not close on its line, or 0
    private static char quote(String value) {
        if (value.isEmpty() || value.charAt(0) != '"' && value.charAt(0) != '\'') {
            return 0;
        }
        return closes(value, value.charAt(0), 1) ? 0 : value.charAt(0);
    }

    private static boolean closes(String text, char quote, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && quote == '"') {
                i++;
            } else if (text.charAt(i) == quote) {
                return true;
            }
        }
        return false;
    }
}
