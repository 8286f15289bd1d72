package dev.sessionbeam.session;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkStateBackendFactory;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;

/**
 * Flink's state on the heap, whose entries a test can count while a job runs. Only one job at a
 * time can use it.
 */
public final class CountedState extends HashMapStateBackend {
  private static final long serialVersionUID = 1;
  private static final List<Opened> OPENED = new CopyOnWriteArrayList<>();

  private record Opened(String operator, HeapKeyedStateBackend<?> state) {}

  /** Makes Flink use this state, by the flag {@code --stateBackendFactory}. */
  public static final class Factory implements FlinkStateBackendFactory {
    @Override
    public StateBackend createStateBackend(FlinkPipelineOptions options) {
      OPENED.clear();
      return new CountedState();
    }
  }

  /** Without this method, Flink would use a plain backend. */
  @Override
  public HashMapStateBackend configure(ReadableConfig config, ClassLoader loader) {
    return this;
  }

  @Override
  public <K> AbstractKeyedStateBackend<K> createKeyedStateBackend(
      KeyedStateBackendParameters<K> parameters) throws IOException {
    AbstractKeyedStateBackend<K> state = super.createKeyedStateBackend(parameters);
    OPENED.add(new Opened(parameters.getOperatorIdentifier(), (HeapKeyedStateBackend<?>) state));
    return state;
  }

  /** How many values of keyed state there are, by the operator that holds them. */
  static Map<String, Integer> entries() {
    Map<String, Integer> entries = new TreeMap<>();
    for (Opened opened : OPENED) {
      entries.merge(opened.operator(), opened.state().numKeyValueStateEntries(), Integer::sum);
    }
    return entries;
  }
}
