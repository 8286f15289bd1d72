package dev.sessionbeam.report;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Finds the most frequent actions, by their exact counts. Only these get numbers, so that a sender
 * of many different actions does not fill the memory.
 */
final class ActionNames
    extends PTransform<PCollection<KV<String, Long>>, PCollectionView<List<KV<String, Long>>>> {
  private static final long serialVersionUID = 1;

  /** Returns the numbers of the actions: the most frequent one has 0. */
  static Map<String, Integer> numbers(List<KV<String, Long>> names) {
    Map<String, Integer> numbers = new HashMap<>();
    named(names).forEach(name -> numbers.put(name.getKey(), numbers.size()));
    return numbers;
  }

  /** Returns the actions that have numbers: one more is found, so that it is known if all have. */
  static List<KV<String, Long>> named(List<KV<String, Long>> names) {
    return names.subList(0, Math.min(ActionCounts.NAMED, names.size()));
  }

  @Override
  public PCollectionView<List<KV<String, Long>>> expand(PCollection<KV<String, Long>> counts) {
    return counts
        .apply("CountActions", Sum.longsPerKey())
        .apply(
            "MostFrequent", Top.of(ActionCounts.NAMED + 1, new ByCountAndName()).withoutDefaults())
        .apply("AsList", View.<List<KV<String, Long>>>asSingleton().withDefaultValue(List.of()));
  }

  /** The more frequent action is the greater one; of equals, the first one by name. */
  private static final class ByCountAndName implements Comparator<KV<String, Long>>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(KV<String, Long> left, KV<String, Long> right) {
      int byCount = Long.compare(left.getValue(), right.getValue());
      return byCount != 0 ? byCount : right.getKey().compareTo(left.getKey());
    }
  }

  /** Counts the actions of machines. */
  static final class CountActionsFn extends DoFn<MachineEvents, KV<String, Long>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element MachineEvents machine, OutputReceiver<KV<String, Long>> out) {
      long[] counts = new long[machine.actions().size()];
      for (int action : machine.action()) {
        counts[action]++;
      }
      for (int i = 0; i < counts.length; i++) {
        out.output(KV.of(machine.actions().get(i), counts[i]));
      }
    }
  }
}
