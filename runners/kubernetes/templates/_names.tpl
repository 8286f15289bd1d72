{{/* Names derive from project and stage, as those of runners/aws/stage.yaml. */}}

{{- define "sessionbeam.name" -}}
{{ .Values.project }}-{{ .Values.stage }}
{{- end }}

{{- define "sessionbeam.pipeline" -}}
{{ include "sessionbeam.name" . }}-pipeline
{{- end }}

{{- define "sessionbeam.collector" -}}
{{ include "sessionbeam.name" . }}-collector
{{- end }}

{{/* A definition has a name of its own: pods of the version before keep theirs, also when they are started again. */}}
{{- define "sessionbeam.definition" -}}
{{ include "sessionbeam.name" . }}-definition-{{ .Values.definition | sha256sum | trunc 10 }}
{{- end }}

{{- define "sessionbeam.routes" -}}
{{ include "sessionbeam.name" . }}-routes
{{- end }}

{{- define "sessionbeam.stream" -}}
{{ include "sessionbeam.name" . }}-events
{{- end }}

{{- define "sessionbeam.bucket" -}}
s3://{{ include "sessionbeam.name" . }}-{{ .Values.account }}-{{ .Values.region }}
{{- end }}

{{- define "sessionbeam.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end }}

{{- define "sessionbeam.partition" -}}
{{- if hasPrefix "cn-" .Values.region }}aws-cn{{ else if hasPrefix "us-gov-" .Values.region }}aws-us-gov{{ else }}aws{{ end }}
{{- end }}

{{/* What the annotation of EKS needs: a role of the stage, by the name of the service account. */}}
{{- define "sessionbeam.role" -}}
arn:{{ include "sessionbeam.partition" .root }}:iam::{{ .root.Values.account }}:role/{{ .name }}
{{- end }}

{{- define "sessionbeam.labels" -}}
app.kubernetes.io/name: sessionbeam
app.kubernetes.io/instance: {{ include "sessionbeam.name" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
sessionbeam.dev/stage: {{ .Values.stage }}
{{- end }}

{{/* A value as the text of a flag or a setting. YAML reads 1000000 as a number that is printed as 1e+06. */}}
{{- define "sessionbeam.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{/* The heap of a process with this much memory, in MiB. */}}
{{- define "sessionbeam.heap" -}}
{{- $mebibytes := mulf (ternary 1024 1 (hasSuffix "Gi" .)) (float64 (regexFind "^[0-9]+" .)) }}
{{- mulf $mebibytes 0.55 | int }}
{{- end }}
