package dev.sessionbeam.explain;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.prepare.UnwrapRecord;
import dev.sessionbeam.session.SessionRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains records: what each step does to them, and how their events make sessions. All records
 * count as on time, as in batch.
 */
public final class Explain {
  private final @Nullable UnwrapRecord unwrap;
  private final ExplainRecord steps;
  private final ExplainMachine cut;
  private final List<ExplainedRecord> explained = new ArrayList<>();

  /**
   * Explains by a definition.
   *
   * @param routes says which destinations receive events and sessions; null for no routes
   * @param range the range of a backfill; null for all sessions
   */
  public Explain(Definition definition, @Nullable Routes routes, @Nullable SessionRange range) {
    this.unwrap = UnwrapRecord.of(definition);
    this.steps = new ExplainRecord(definition, routes, range);
    this.cut = new ExplainMachine(definition, routes, range);
  }

  /** Applies the steps to a record, or to the records that it holds. */
  public void add(RawRecord record) {
    if (unwrap == null) {
      explained.add(steps.of(next(), record));
      return;
    }
    try {
      UnwrapRecord.Unwrapped unwrapped = unwrap.of(record);
      Map<Integer, RejectedRecord> rejected = new LinkedHashMap<>();
      unwrapped.rejected().forEach(it -> rejected.put(indexOf(it.record()), it));
      List<RawRecord> all = new ArrayList<>(unwrapped.records());
      unwrapped.rejected().forEach(it -> all.add(it.record()));
      all.sort(Comparator.comparingInt(Explain::indexOf));
      for (RawRecord inner : all) {
        RejectedRecord element = rejected.get(indexOf(inner));
        explained.add(element == null ? steps.of(next(), inner) : steps.of(next(), element));
      }
    } catch (RecordRejectedException e) {
      explained.add(steps.of(next(), e.of(record)));
    }
  }

  /** How many records were added, each record in a container counted. */
  public int records() {
    return explained.size();
  }

  private int next() {
    return explained.size() + 1;
  }

  private static int indexOf(RawRecord record) {
    return record.origin() instanceof InnerOrigin inner ? inner.index() : 0;
  }

  /** Returns what became of the records that were added. */
  public Explanation result() {
    Map<String, List<ExplainedRecord>> byMachine = new LinkedHashMap<>();
    for (ExplainedRecord record : explained) {
      if (record.event() != null) {
        byMachine
            .computeIfAbsent(record.event().machine(), machine -> new ArrayList<>())
            .add(record);
      }
    }
    List<MachineTimeline> machines = new ArrayList<>();
    byMachine.forEach((machine, records) -> machines.add(cut.of(machine, records)));
    return new Explanation(explained, machines);
  }
}
