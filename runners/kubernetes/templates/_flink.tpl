{{/* The settings of Flink: those of runners/flink-cluster/conf/config.yaml but for addresses, sizes and ZooKeeper; then
     those of this stage; then those of the user. */}}
{{- define "sessionbeam.flinkConfiguration" -}}
{{- $bucket := include "sessionbeam.bucket" . }}
{{- $domain := ternary "amazonaws.com.cn" "amazonaws.com" (hasPrefix "cn-" .Values.region) }}
{{- $settings := fromYaml (.Files.Get "files/config.yaml") }}
{{- range $name, $value := $settings }}
{{- if regexMatch "^(jobmanager\\.(rpc|bind|memory)|taskmanager\\.(host|bind|numberOf)|taskmanager\\.memory\\.process|rest\\.|high-availability|metrics\\.reporter\\.)" $name }}
{{- $settings = omit $settings $name }}
{{- end }}
{{- end }}
{{- $stage := dict
  "taskmanager.numberOfTaskSlots" .Values.pipeline.taskManager.slots
  "jobmanager.memory.jvm-metaspace.size" "512m"
  "kubernetes.rest-service.exposed.type" "ClusterIP"
  "execution.shutdown-on-application-finish" "false"
  "execution.submit-failed-job-on-application-error" "true"
  "job-result-store.delete-on-commit" "false"
  "high-availability.type" "kubernetes"
  "high-availability.storageDir" (printf "%s/checkpoints/ha" $bucket)
  "state.checkpoints.dir" (printf "%s/checkpoints/checkpoints" $bucket)
  "state.savepoints.dir" (printf "%s/checkpoints/savepoints" $bucket)
  "s3.endpoint" (printf "https://s3.%s.%s" .Values.region $domain)
  "s3.endpoint.region" .Values.region
  "fs.s3a.aws.credentials.provider" "com.amazonaws.auth.WebIdentityTokenCredentialsProvider"
  "metrics.reporter.prom.factory.class" "org.apache.flink.metrics.prometheus.PrometheusReporterFactory"
  "metrics.reporter.prom.port" "9249"
  "kubernetes.operator.job.upgrade.last-state-fallback.enabled" "false"
  "kubernetes.operator.job.savepoint-on-deletion" "true"
  "kubernetes.operator.savepoint.cleanup.enabled" "false"
  "kubernetes.operator.deployment.rollback.enabled" "false"
  "job.autoscaler.enabled" "false"
}}
{{- range $further := list $stage .Values.pipeline.flink }}
{{- range $name, $value := $further }}
{{- $_ := set $settings $name $value }}
{{- end }}
{{- end }}
{{- range $name, $value := $settings }}
{{ $name }}: {{ include "sessionbeam.text" $value | quote }}
{{- end }}
{{- end }}

{{/* The flags of run. */}}
{{- define "sessionbeam.runFlags" -}}
{{- $bucket := include "sessionbeam.bucket" . }}
- --streaming
- --jobName={{ include "sessionbeam.name" . }}
- --stream={{ include "sessionbeam.stream" . }}
- --awsRegion={{ .Values.region }}
- --definition=/etc/sessionbeam/definition/definition.yaml
- --output={{ $bucket }}/sessions
{{- if .Values.pipeline.archive }}
- --archive={{ $bucket }}/archive
{{- end }}
{{- if .Values.routes }}
- --routes=/etc/sessionbeam/routes/routes.json
{{- end }}
{{- range $name, $value := .Values.pipeline.flags }}
- {{ printf "--%s=%s" $name (include "sessionbeam.text" $value) | quote }}
{{- end }}
{{- end }}
