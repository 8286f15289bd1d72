package dev.sessionbeam.draft;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drafted definition, and what a check and a short run of the sample say about it.
 *
 * @param yaml the text of the definition
 * @param questions how many questions are open
 * @param faults what {@code validate} says about it, a line each; empty if it is valid
 * @param run what became of the records of the sample, a line each; with the first answer to each
 *     question. Empty if a question has no answer
 */
public record DraftedDefinition(String yaml, int questions, List<String> faults, List<String> run) {
  public DraftedDefinition {
    faults = List.copyOf(faults);
    run = List.copyOf(run);
  }

  /**
   * Drafts a definition.
   *
   * @param name the name of the definition: letters, digits, - and _
   * @param sample the records to draft it for
   */
  public static DraftedDefinition of(String name, Sample sample) {
    Draft draft = Draft.of(name, sample);
    SampleRun run = run(draft, sample);
    String yaml = DraftText.of(draft, run == null ? null : run.pauses());
    return new DraftedDefinition(
        yaml, draft.questions(), faults(yaml), run == null ? List.of() : run.lines());
  }

  private static @Nullable SampleRun run(Draft draft, Sample sample) {
    String answered = DraftText.answered(draft);
    if (answered == null) {
      return null;
    }
    try {
      return new SampleRun(DefinitionReader.read(answered, Path.of("")), sample);
    } catch (InvalidDefinitionException e) {
      // For example, two roles may propose the same field. Then only a person can answer.
      return null;
    }
  }

  private static List<String> faults(String yaml) {
    try {
      DefinitionReader.read(yaml, Path.of(""));
      return List.of();
    } catch (InvalidDefinitionException e) {
      return String.valueOf(e.getMessage()).lines().toList();
    }
  }
}
