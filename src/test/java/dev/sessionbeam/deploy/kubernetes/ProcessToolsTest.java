package dev.sessionbeam.deploy.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessToolsTest {
  @TempDir private Path folder;

  private Tools tools(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("tool"), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true), is(true));
    return ProcessTools.on("/no-such-folder:" + folder);
  }

  private static Call call(String input, Duration timeout, String... arguments) {
    return new Call("tool", List.of(arguments), input, timeout);
  }

  @Test
  void argumentsAndInputArriveAsTheyAre() throws Exception {
    Tools tools = tools("printf '%s|' \"$@\"; cat; echo warning >&2");
    String wild = "a b'\"$(exit 1);*";
    Answer answer = tools.run(call("in\n", Duration.ofMinutes(1), wild, ""));
    assertThat(answer, is(new Answer(0, wild + "||in\n", "warning\n")));
  }

  @Test
  void aLongInputAndALongOutputDoNotWaitForEachOther() throws Exception {
    Tools tools = tools("cat; cat >/dev/null");
    String input = "x".repeat(1 << 20);
    assertThat(tools.out(call(input, Duration.ofMinutes(1))), is(input));
  }

  @Test
  void aFailureIsTheLastLineWithTheCommand() throws Exception {
    Tools tools = tools("echo first >&2; echo 'Error: second' >&2; echo >&2; exit 3");
    IOException failed =
        assertThrows(IOException.class, () -> tools.out(call("", Duration.ofMinutes(1), "do")));
    assertThat(failed.getMessage(), is("tool do: Error: second"));
  }

  @Test
  void aToolThatDoesNotEndIsEnded() throws Exception {
    Tools tools = tools("echo $$ >" + folder.resolve("pid") + "; exec tail -f /dev/null");
    IOException failed =
        assertThrows(IOException.class, () -> tools.out(call("", Duration.ofSeconds(2))));
    assertThat(failed.getMessage(), endsWith("has not ended within 2 s"));
    Path pid = folder.resolve("pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          .ifPresent(process -> process.onExit().join());
    }
  }

  @Test
  void aMissingToolIsNamed() throws Exception {
    Tools tools = ProcessTools.on(folder.toString());
    assertThat(tools.has("tool"), is(false));
    IOException failed =
        assertThrows(IOException.class, () -> tools.run(call("", Duration.ofMinutes(1))));
    assertThat(failed.getMessage(), is("tool is missing"));
  }
}
