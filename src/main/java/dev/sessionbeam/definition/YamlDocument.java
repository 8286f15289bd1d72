package dev.sessionbeam.definition;

import java.io.StringReader;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Turns a YAML text into its nodes, each with its line. SnakeYAML creates only nodes here: a tag
 * cannot create an object, and an alias is never copied. So a small text cannot become a large
 * tree.
 */
final class YamlDocument {
  /** The largest definition, in bytes. A definition that a person writes is far smaller. */
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_DEPTH = 20;
  private static final int MAX_ALIASES = 100;

  private YamlDocument() {}

  /** Returns the document's root; or notes a fault and returns null if the text is not YAML. */
  static @Nullable YamlNode read(String yaml, DefinitionFaults faults) {
    try {
      Node root = new Yaml(limits()).compose(new StringReader(yaml));
      if (root == null) {
        faults.add(1, "", "is empty: a definition has at least name, event and session");
        return null;
      }
      return YamlNode.root(root, faults);
    } catch (MarkedYAMLException e) {
      faults.add(line(e), "", "is not YAML: " + problem(e));
    } catch (ReaderException e) {
      String before = yaml.substring(0, yaml.offsetByCodePoints(0, e.getPosition()));
      faults.add(
          1 + (int) before.lines().count() - (before.isEmpty() || before.endsWith("\n") ? 0 : 1),
          "",
          String.format(
              Locale.ROOT, "is not YAML: the character U+%04X is not allowed", e.getCodePoint()));
    } catch (YAMLException e) {
      faults.add(1, "", "is not accepted: " + e.getMessage());
    }
    return null;
  }

  private static LoaderOptions limits() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_BYTES);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    return limits;
  }

  private static int line(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static String problem(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    if (problem.startsWith("mapping values are not allowed")) {
      // A common cause is an expression with a choice: a ? 'b' : 'c'.
      return problem + "; put double quotes around a text that has ': ' in it";
    }
    if (problem.startsWith("expected <block end>")) {
      return problem
          + "; check the indentation; a text that contains quotes must be quoted as a whole";
    }
    Mark context = e.getContextMark();
    return context == null || context.getLine() + 1 == line(e)
        ? problem
        : e.getContext() + " (from line " + (context.getLine() + 1) + "): " + problem;
  }
}
