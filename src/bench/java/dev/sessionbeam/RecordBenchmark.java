package dev.sessionbeam;

import dev.sessionbeam.Sample.Cycle;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.expression.ExpressionScope;
import dev.sessionbeam.expression.InvalidExpressionException;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.prepare.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the work on a record until it is an event, and the packing of an event. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
  private Cycle<RawRecord> records;
  private Cycle<Parsed> parsed;
  private Cycle<Event> events;
  private Rule<RawRecord, Event> prepare;
  private Expression condition;
  private Expression value;

  /** A record's fields and its instant, as an expression gets them. */
  private record Parsed(JsonObject fields, Instant instant) {}

  @Setup
  public void setUp() throws JsonSyntaxException, InvalidExpressionException {
    Sample sample = Sample.read();
    records = new Cycle<>(sample.records());
    events = new Cycle<>(sample.events());
    prepare = Sample.prepare(sample.definition());
    List<Parsed> all = new ArrayList<>();
    for (int i = 0; i < sample.records().size(); i++) {
      JsonObject fields = JsonObject.parse(sample.records().get(i).bytes());
      all.add(new Parsed(fields, Instant.ofEpochMilli(sample.events().get(i).millis())));
    }
    parsed = new Cycle<>(all);
    ExpressionScope scope = ExpressionScope.of(Set.of("build"), true);
    condition = Expression.condition("build.startsWith('9.0.4.')", scope);
    value = Expression.value("instant.rfc3339()", scope);
  }

  @Benchmark
  public JsonObject parse() throws JsonSyntaxException {
    return JsonObject.parse(records.next().bytes());
  }

  /** All steps: validate, clean, check the time, enrich. */
  @Benchmark
  public Event prepare() throws RecordRejectedException {
    return prepare.apply(records.next());
  }

  @Benchmark
  public boolean condition() {
    Parsed record = parsed.next();
    return condition.holds(record.fields(), record.instant());
  }

  @Benchmark
  public JsonValue value() {
    Parsed record = parsed.next();
    return value.evaluate(record.fields(), record.instant());
  }

  /** Encodes an event as it is packed, and decodes it. */
  @Benchmark
  public Event pack() {
    Event event = events.next();
    return EncodedEvents.of(List.of(event)).toList(event.machine()).get(0);
  }
}
