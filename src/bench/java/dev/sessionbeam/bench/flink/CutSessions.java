package dev.sessionbeam.bench.flink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns a machine's events into the lines of its sessions. Events wait in a list until the
 * watermark has passed the end of their session. In batch, this is at the end of the input.
 */
final class CutSessions extends KeyedProcessFunction<String, NitroEvent, OutputLine> {
  static final OutputTag<OutputLine> LATE = new OutputTag<>("late") {};

  private static final long GAP = Duration.ofMinutes(30).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final LongCounter events = new LongCounter();
  private final LongCounter duplicates = new LongCounter();
  private final LongCounter late = new LongCounter();
  private final LongCounter sessions = new LongCounter();
  private transient ObjectMapper mapper;
  private transient ListState<NitroEvent> waiting;
  private transient ValueState<Long> timer;

  @Override
  public void open(Configuration parameters) {
    mapper = PrepareEvent.mapper();
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(NitroEvent.class)));
    timer = getRuntimeContext().getState(new ValueStateDescriptor<>("timer", Types.LONG));
    getRuntimeContext().addAccumulator("events", events);
    getRuntimeContext().addAccumulator("duplicates", duplicates);
    getRuntimeContext().addAccumulator("late", late);
    getRuntimeContext().addAccumulator("sessions", sessions);
  }

  @Override
  public void processElement(NitroEvent event, Context context, Collector<OutputLine> out)
      throws Exception {
    if (event.millis <= context.timerService().currentWatermark()) {
      late.add(1);
      String date = date(PrepareEvent.RFC3339.format(Instant.ofEpochMilli(event.millis)));
      context.output(LATE, new OutputLine("late/date=" + date, event.json));
      return;
    }
    waiting.add(event);
    // One timer per machine. It is set again after it has fired, and not for each event.
    if (timer.value() == null) {
      setTimer(event.millis + GAP - 1, context);
    }
  }

  private void setTimer(long millis, Context context) throws IOException {
    context.timerService().registerEventTimeTimer(millis);
    timer.update(millis);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutputLine> out)
      throws Exception {
    List<NitroEvent> sorted = sortedWithoutDuplicates();
    long watermark = context.timerService().currentWatermark();
    int start = 0;
    while (start < sorted.size()) {
      int end = endOfSession(sorted, start);
      long passed = sorted.get(end - 1).millis + GAP - 1;
      if (passed > watermark) {
        waiting.update(new ArrayList<>(sorted.subList(start, sorted.size())));
        setTimer(passed, context);
        return;
      }
      write(sorted.subList(start, end), out);
      start = end;
    }
    waiting.clear();
    timer.clear();
  }

  private List<NitroEvent> sortedWithoutDuplicates() throws Exception {
    List<NitroEvent> all = new ArrayList<>();
    waiting.get().forEach(all::add);
    all.sort(NitroEvent.COPIES_TOGETHER);
    List<NitroEvent> kept = new ArrayList<>(all.size());
    NitroEvent last = null;
    for (NitroEvent event : all) {
      if (last == null || !event.isCopyOf(last)) {
        kept.add(event);
        last = event;
      }
    }
    duplicates.add(all.size() - kept.size());
    kept.sort(NitroEvent.IN_ORDER);
    return kept;
  }

  /** Returns the index after the last event of the session that starts at an index. */
  private static int endOfSession(List<NitroEvent> sorted, int start) {
    long startMillis = sorted.get(start).millis;
    NitroEvent before = sorted.get(start);
    for (int i = start + 1; i < sorted.size(); i++) {
      NitroEvent event = sorted.get(i);
      boolean paused = event.millis - before.millis >= GAP;
      boolean opens = event.opening && !(before.opening && before.millis == event.millis);
      long midnight = event.millis - event.millis % DAY;
      boolean capped = midnight > before.millis && midnight - startMillis >= DAY / 2;
      if (paused || opens || capped) {
        return i;
      }
      before = event;
    }
    return sorted.size();
  }

  private void write(List<NitroEvent> session, Collector<OutputLine> out) throws IOException {
    NitroEvent first = session.get(0);
    NitroEvent last = session.get(session.size() - 1);
    String id = SessionId.of(first.machine, first.millis).toString();
    String start = PrepareEvent.RFC3339.format(Instant.ofEpochMilli(first.millis));
    String partition = "/date=" + date(start);

    TreeMap<String, Integer> counts = new TreeMap<>();
    session.forEach(event -> counts.merge(event.action, 1, Integer::sum));
    ObjectNode fields = mapper.createObjectNode();
    fields.put("session_id", id);
    fields.put("machine_id", first.machine);
    fields.put("session_start", start);
    fields.put("session_end", PrepareEvent.RFC3339.format(Instant.ofEpochMilli(last.millis)));
    fields.put("duration_ms", last.millis - first.millis);
    fields.put("event_count", session.size());
    fields.put("opened_by", first.opening ? "opening_event" : "activity");
    fields.put("first_action", first.action);
    fields.put("last_action", last.action);
    ObjectNode actions = fields.putObject("actions");
    counts.forEach(actions::put);
    out.collect(new OutputLine("sessions" + partition, mapper.writeValueAsBytes(fields)));

    String folder = "events" + partition;
    String tail =
        ",\"session_id\":\"" + id + "\",\"session_start\":\"" + start + "\",\"session_index\":";
    for (int index = 0; index < session.size(); index++) {
      byte[] json = session.get(index).json;
      ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + 160);
      // Adds the fields before the closing brace, which saves a second tree.
      line.write(json, 0, json.length - 1);
      line.writeBytes((tail + index + '}').getBytes(StandardCharsets.US_ASCII));
      out.collect(new OutputLine(folder, line.toByteArray()));
    }
    sessions.add(1);
    events.add(session.size());
  }

  private static String date(String time) {
    return time.substring(0, "2017-02-05".length());
  }
}
