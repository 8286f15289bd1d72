package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.io.s3.S3StorageOptions;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each flag says in which modes it has an effect; elsewhere it is an error. */
class FlagModesTest {
  private static List<String> faults(String flags) throws Exception {
    Map<String, String> given = new LinkedHashMap<>();
    for (String flag : flags.split(" ", -1)) {
      String[] parts = flag.substring(2).split("=", 2);
      given.put(parts[0], parts.length == 2 ? parts[1] : "true");
    }
    PipelineOptions options = RunArguments.options(given, null);
    List<String> faults = new ArrayList<>();
    FlagModes.check(options, faults);
    return faults;
  }

  /** A new option without an entry in the table fails here. */
  @Test
  void everyOptionOfOursIsDeclared() {
    Set<String> options = new TreeSet<>();
    Stream.of(
            InputOptions.class,
            OutputOptions.class,
            StreamOptions.class,
            DeliverOptions.class,
            S3StorageOptions.class)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Description.class))
        .map(Method::getName)
        .map(getter -> Introspector.decapitalize(getter.replaceFirst("^(get|is)", "")))
        .forEach(options::add);
    assertThat(new TreeSet<>(FlagModes.MODES.keySet()), is(options));
    assertThat(options.containsAll(FlagModes.FOR_S3), is(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --maxDisorder=1m                        | --maxDisorder is for --streaming: it has no effect in a batch run
          --fileDelay=1m                          | --fileDelay is for --streaming: it has no effect in a batch run
          --stagedRetention=1d                    | --stagedRetention is for --streaming: it has no effect in a batch run
          --checkpoints=x                         | --checkpoints is for --streaming: it has no effect in a batch run
          --resume                                | --resume is for --streaming: it has no effect in a batch run
          --replayRate=5/s                        | --replayRate is for --streaming with --input: it has no effect in a batch run
          --kinesisEndpoint=http://h:1            | --kinesisEndpoint is for --stream: it has no effect in a batch run
          --startAt=latest                        | --startAt is for --stream: it has no effect in a batch run
          --archive=x                             | --archive is for --stream: it has no effect in a batch run
          --stopWhenIdle=1s                       | --stopWhenIdle is for --stream: it has no effect in a batch run
          --streaming --startAt=latest            | --startAt is for --stream: it has no effect with --input
          --streaming --kinesisEndpoint=http://h:1 | --kinesisEndpoint is for --stream: it has no effect with --input
          --streaming --consumerArn=x             | --consumerArn is for --stream: it has no effect with --input
          --streaming --stopWhenIdle=1s           | --stopWhenIdle is for --stream: it has no effect with --input
          --streaming --archive=x                 | --archive is for --stream: it has no effect with --input
          --streaming --readAgainFrom=latest      | --readAgainFrom is for --stream: it has no effect with --input
          --streaming --maxInvalid=5%             | --maxInvalid is for batch runs: it has no effect in streaming
          --streaming --allowEmpty                | --allowEmpty is for batch runs: it has no effect in streaming
          --streaming --from=2017-01-01           | --from is for batch runs: it has no effect in streaming
          --streaming --to=2017-01-01             | --to is for batch runs: it has no effect in streaming
          --streaming --stream=s --maxInvalid=5%  | --maxInvalid is for batch runs: it has no effect in streaming
          --streaming --stream=s --replayRate=5/s | --replayRate is for --streaming with --input: it has no effect with --stream
          --streaming --stream=s --replay         | --replay is for --input: it has no effect with --stream
          --routesRefresh=1m                      | --routesRefresh is for --streaming: it has no effect in a batch run
          --deliveryDrain=1m                      | --deliveryDrain is for --streaming: it has no effect in a batch run
          --streaming --deliver                   | --deliver is for batch runs: it has no effect in streaming
          --s3Endpoint=http://h:1                 | --s3Endpoint is for paths on S3: it has no effect, as there is none
          --SSEAlgorithm=AES256                   | --SSEAlgorithm is for paths on S3: it has no effect, as there is none
          """)
  void aFlagWithoutAnEffectIsAnError(String flags, String fault) throws Exception {
    assertThat(faults(flags), contains(fault));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--allowEmpty --maxInvalid=5% --from=2017-01-01 --to=2017-01-02 --replay",
        "--resume=false --allowEmpty=false",
        "--streaming=false --maxInvalid=5%",
        "--streaming --maxDisorder=1m --fileDelay=1m --replayRate=5/s --checkpoints=x --resume --replay",
        "--streaming --allowEmpty=false",
        "--streaming --stream=s --archive=x --startAt=latest --consumerArn=x --stopWhenIdle=1s",
        "--input=s3://b/x --s3Endpoint=http://h:1 --s3PathStyle",
        "--output=s3://b/x --SSEKMSKeyId=k",
        "--parallelism=2 --jobName=x"
      })
  void aFlagWithAnEffectIsNoError(String flags) throws Exception {
    assertThat(faults(flags), is(empty()));
  }
}
