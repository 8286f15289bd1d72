package dev.sessionbeam.bench.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * watermark has passed the end of their session. In batch, this is at the end of the input. An
 * event that comes after the watermark is late.
 */
final class CutSessions extends KeyedProcessFunction<String, NitroEvent, OutputLine> {
  static final OutputTag<OutputLine> LATE = new OutputTag<>("late") {};

  private transient SessionCounts counts;
  private transient SessionLines lines;
  private transient ListState<NitroEvent> waiting;
  private transient ValueState<Long> timer;

  @Override
  public void open(Configuration parameters) {
    counts = new SessionCounts(getRuntimeContext());
    lines = new SessionLines();
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(NitroEvent.class)));
    timer = getRuntimeContext().getState(new ValueStateDescriptor<>("timer", Types.LONG));
  }

  @Override
  public void processElement(NitroEvent event, Context context, Collector<OutputLine> out)
      throws Exception {
    if (event.millis <= context.timerService().currentWatermark()) {
      counts.late.add(1);
      context.output(LATE, SessionLines.late(event));
      return;
    }
    waiting.add(event);
    // One timer per machine. It is set again after it has fired, and not for each event.
    if (timer.value() == null) {
      setTimer(SessionRule.completeAt(event.millis), context);
    }
  }

  private void setTimer(long millis, Context context) throws IOException {
    context.timerService().registerEventTimeTimer(millis);
    timer.update(millis);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutputLine> out)
      throws Exception {
    List<NitroEvent> all = new ArrayList<>();
    waiting.get().forEach(all::add);
    List<NitroEvent> sorted = SessionRule.sortedWithoutDuplicates(all);
    counts.duplicates.add(all.size() - sorted.size());
    long watermark = context.timerService().currentWatermark();
    int written = 0;
    for (List<NitroEvent> session : SessionRule.cut(sorted)) {
      long completeAt = SessionRule.completeAt(session.get(session.size() - 1).millis);
      if (completeAt > watermark) {
        waiting.update(new ArrayList<>(sorted.subList(written, sorted.size())));
        setTimer(completeAt, context);
        return;
      }
      lines.write(WrittenSession.of(session, List.of()), out);
      counts.sessions.add(1);
      counts.events.add(session.size());
      written += session.size();
    }
    waiting.clear();
    timer.clear();
  }
}
