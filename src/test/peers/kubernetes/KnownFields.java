import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ConfigMap;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Service;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ServiceAccount;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.apps.Deployment;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.rbac.Role;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind.introspect.Annotated;
import org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Reads a list of resources in JSON from its input, and prints a line for each one with a field that Kubernetes does not know, or a value
 * of another type. A resource of another kind is a fault too, unless its group is one of custom resources.
 */
public final class KnownFields {
  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 Pod", Pod.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("apps/v1 StatefulSet", StatefulSet.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("rbac.authorization.k8s.io/v1 Role", Role.class),
          Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class));

  private KnownFields() {}

  public static void main(String[] args) throws IOException {
    ObjectMapper strict = new ObjectMapper();
    // Otherwise, each class keeps fields that it does not know.
    strict.setAnnotationIntrospector(
        new JacksonAnnotationIntrospector() {
          @Override
          public Boolean hasAnySetter(Annotated annotated) {
            return Boolean.FALSE;
          }
        });
    for (JsonNode resource : strict.readTree(System.in)) {
      String kind = resource.path("apiVersion").asText() + " " + resource.path("kind").asText();
      if (kind.startsWith("flink.apache.org/") || kind.startsWith("monitoring.coreos.com/")) {
        continue;
      }
      try {
        if (!KINDS.containsKey(kind)) {
          System.out.println(kind + ": is not a known kind");
        } else {
          strict.treeToValue(resource, KINDS.get(kind));
        }
      } catch (JsonProcessingException e) {
        System.out.println(kind + ": " + e.getOriginalMessage());
      }
    }
  }
}
