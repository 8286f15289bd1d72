package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.kubernetes.Chart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags that the Helm chart gives to {@code run}. */
class ChartFlagsTest {
  @TempDir private Path folder;

  private List<String> faults(String stage, String values) throws Exception {
    Map<String, String> given = new LinkedHashMap<>();
    for (String flag : Chart.flags(folder, stage, values, false)) {
      String[] parts = flag.substring(2).split("=", 2);
      given.put(parts[0], parts.length == 2 ? parts[1] : "true");
    }
    List<String> faults = new ArrayList<>();
    try {
      PipelineOptions options = RunArguments.options(given, null);
      FlagModes.check(options, faults);
    } catch (UsageException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
    return faults;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void runAcceptsThem(String stage) throws Exception {
    String values = "{\"routes\": \"[]\", \"pipeline\": {\"flags\": {\"format\": \"parquet\"}}}";
    assertThat(faults(stage, values), is(empty()));
  }

  @Test
  void aFlagThatRunDoesNotKnowIsAFault() throws Exception {
    assertThat(faults("dev", "{\"pipeline\": {\"flags\": {\"formt\": \"x\"}}}"), is(not(empty())));
    assertThat(faults("dev", "{\"pipeline\": {\"flags\": {\"from\": \"x\"}}}"), is(not(empty())));
  }
}
