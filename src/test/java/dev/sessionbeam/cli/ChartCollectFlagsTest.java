package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sessionbeam.kubernetes.Chart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags that the Helm chart gives to {@code collect}. */
class ChartCollectFlagsTest {
  /** The last flag is a fault, so the command names all faults and does not start. */
  private static final String FAULT = "--kinesisEndpoint=x";

  @TempDir private Path folder;

  private String faults(String values) throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), "a-write-key-of-the-test\n");
    List<String> flags = new ArrayList<>();
    for (String flag : Chart.flags(folder, "prod", values, true)) {
      flags.add(
          flag.replace("/etc/sessionbeam/definition/definition.yaml", "pipelines/nitro.yaml")
              .replace("/etc/sessionbeam/keys/keys", keys.toString())
              .replace("/spool", folder.resolve("spool").toString()));
    }
    flags.add(FAULT);
    CommandRun run = CommandRun.of(flags.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(2));
    return run.err();
  }

  @Test
  void collectAcceptsThem() throws Exception {
    String only = "sessionbeam: --kinesisEndpoint: 'x' is not a URL";
    for (String values :
        List.of(
            "{\"collector\": {\"flags\": {\"rateLimit\": \"1000/s\", \"maxEvents\": 500}}}",
            "{\"collector\": {\"writeKeysSecret\": \"\", \"anonymous\": true}}")) {
      String faults = faults(values);
      assertThat(faults, startsWith(only));
      assertThat(faults, faults.lines().count(), is(1L));
    }
  }

  @Test
  void aFlagThatIsWrongIsNamed() throws Exception {
    assertThat(
        faults("{\"collector\": {\"flags\": {\"rateLimit\": \"1000\"}}}").lines().count(), is(2L));
  }
}
