package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outputs on the page docs/explain.md are those of the commands above them. */
class ExplainPageTest {
  private static final Pattern FILE =
      Pattern.compile("^cat > (\\S+) <<'END'\n(.*?)^END\n", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern COMMAND =
      Pattern.compile("^\\./sessionbeam (explain .*?)(?: \\| tail -n (\\d+))?$", Pattern.MULTILINE);

  private static final Pattern EXAMPLE =
      Pattern.compile("```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void eachOutputOnThePageIsWhatTheCommandPrints() throws IOException {
    int outputs = 0;
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("docs/explain.md")));
    while (example.find()) {
      String block = example.group(1);
      writeFiles(block);
      if (example.group(2) != null) {
        assertThat(output(block), is(example.group(2)));
        outputs++;
      }
    }
    assertThat(outputs, is(4));
  }

  private void writeFiles(String block) throws IOException {
    Matcher file = FILE.matcher(block);
    while (file.find()) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
    }
  }

  /** Runs the command with the files in the folder of the test. */
  private String output(String block) {
    Matcher command = COMMAND.matcher(block);
    assertThat(block, command.find(), is(true));
    List<String> args = new ArrayList<>();
    for (String arg : command.group(1).split(" ", -1)) {
      args.add(arg.replace("out/explain/", folder + "/out/explain/"));
    }
    CommandRun run = CommandRun.of(args.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    String all = run.out().replace(folder + "/", "");
    return command.group(2) == null ? all : tail(all, Integer.parseInt(command.group(2)));
  }

  private static String tail(String text, int lines) {
    List<String> all = text.lines().toList();
    return String.join("\n", all.subList(all.size() - lines, all.size())) + "\n";
  }
}
