package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** The window function in a pipeline of somebody's own, with Beam's grouping and the cut. */
class SessionWindowsTest {
  private static final SessionRules RULES = new SessionRules(30, 240);

  @Test
  void groupedByBeamAndCutTheyAreTheSessions() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int millis = i * 37 % 400 * (i % 5 == 0 ? 3 : 1);
      events.add(Story.event(millis, "e" + i, i % 11 == 0, "{\"v\":" + i + "}"));
    }
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PCollection<String> sessions =
        pipeline
            .apply(
                Create.timestamped(
                        events.stream()
                            .map(
                                e ->
                                    TimestampedValue.of(
                                        KV.of(e.machine(), e), Instant.ofEpochMilli(e.millis())))
                            .toList())
                    .withCoder(KvCoder.of(StringUtf8Coder.of(), EventCoder.of())))
            .apply(Window.into(SessionWindows.of(RULES)))
            .apply(GroupByKey.create())
            .apply(ParDo.of(new CutFn()));
    List<String> expected =
        SequentialRule.sessions(events, RULES.gapMillis(), RULES.maxDurationMillis()).stream()
            .map(String::valueOf)
            .toList();
    assertThat(new TreeSet<>(expected).size(), is(expected.size()));
    PAssert.that(sessions).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private static final class CutFn extends DoFn<KV<String, Iterable<Event>>, String> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<Event>> machine, OutputReceiver<String> out) {
      List<Session> sessions =
          new SessionCutter(RULES).cut(Objects.requireNonNull(machine.getValue())).sessions();
      SequentialRule.ids(sessions).forEach(ids -> out.output(String.valueOf(ids)));
    }
  }
}
