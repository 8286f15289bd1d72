package dev.sessionbeam.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Compares a policy with the calls of its role: nothing may be missing, and nothing too much. */
final class RoleFaults {
  private RoleFaults() {}

  /** Returns one sentence for each fault. */
  static List<String> of(Policy policy, Set<Permission> calls) {
    List<String> faults = new ArrayList<>();
    calls.stream()
        .filter(Predicate.not(policy::allows))
        .forEach(call -> faults.add("the policy does not allow " + call));
    policy.pairs().stream()
        .filter(pair -> calls.stream().noneMatch(call -> covers(pair, call)))
        .forEach(pair -> faults.add("the policy allows what nothing calls: " + pair));
    return faults;
  }

  private static boolean covers(Permission pair, Permission call) {
    return pair.action().equals(call.action()) && Policy.like(pair.resource(), call.resource());
  }
}
