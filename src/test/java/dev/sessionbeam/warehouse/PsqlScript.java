package dev.sessionbeam.warehouse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a script as psql does: its variables and its conditions. */
final class PsqlScript {
  private static final Pattern VARIABLE = Pattern.compile(":('?)([a-z_]+)'?");

  private PsqlScript() {}

  /** Returns the variables that arguments set. */
  static Map<String, String> variables(List<String> arguments) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      String[] set = arguments.get(i + 1).split("=", 2);
      if (arguments.get(i).equals("-v") && set.length == 2) {
        variables.put(set[0], set[1]);
      }
    }
    return variables;
  }

  /** Returns the statements to run, without comments. */
  static List<String> statements(String script, Map<String, String> variables) {
    StringBuilder kept = new StringBuilder();
    boolean skips = false;
    for (String line : script.lines().toList()) {
      if (line.startsWith("\\if :")) {
        skips = !variables.getOrDefault(line.substring(5), "").equals("on");
      } else if (line.equals("\\endif")) {
        skips = false;
      } else if (line.startsWith("\\")) {
        throw new IllegalArgumentException("not a command of psql that is known here: " + line);
      } else if (!skips && !line.startsWith("--")) {
        kept.append(line).append('\n');
      }
    }
    List<String> statements = new ArrayList<>();
    for (String statement : kept.toString().split(";\n", -1)) {
      if (!statement.isBlank()) {
        statements.add(
            statement.startsWith("\nCOPY") || statement.startsWith("COPY")
                ? filled(statement.strip(), variables)
                : statement.strip());
      }
    }
    return statements;
  }

  private static String filled(String statement, Map<String, String> variables) {
    return VARIABLE
        .matcher(statement)
        .replaceAll(
            (MatchResult variable) -> {
              String value = variables.get(variable.group(2));
              if (value == null) {
                throw new IllegalArgumentException("no variable " + variable.group(2));
              }
              return Matcher.quoteReplacement(
                  variable.group(1).isEmpty() ? value : "'" + value + "'");
            });
  }
}
