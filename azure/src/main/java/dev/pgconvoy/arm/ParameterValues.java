package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Finds the values of a template's parameters. A default may refer to any other parameter, so it is evaluated when it
/// is asked for.
final class ParameterValues {

    private static final int MOST_NAMES = 20;

    private final Template template;
    private final TemplateExpressions expressions;
    private final Map<String, JsonNode> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> violations = new ArrayList<>();

    ParameterValues(Template template, DeploymentScope scope) {
        this.template = template;
        this.expressions = new TemplateExpressions(this::value, template.variables(), scope);
    }

    /// @throws TemplateException with everything that is wrong
    Map<String, JsonNode> with(Map<String, JsonNode> given) {
        var unknown = given.keySet().stream()
                .filter(name -> !template.parameters().containsKey(name))
                .toList();
        if (!unknown.isEmpty()) {
            violations.add("The template has no parameter %s; it has %s.".formatted(listed(unknown), listed(names())));
        }
        given.forEach(this::take);
        names().stream().filter(name -> !values.containsKey(name)).forEach(this::takeDefault);
        if (!violations.isEmpty()) {
            throw new TemplateException(violations);
        }
        return values;
    }

    private void take(String name, JsonNode value) {
        var definition = template.parameters().get(name);
        if (definition == null || value.isNull()) {
            return;
        }
        if (values.put(definition.name(), definition.spelled(value)) != null) {
            violations.add("%s is given twice.".formatted(definition.name()));
        }
        definition.violations(value).forEach(violations::add);
    }

    private void takeDefault(String name) {
        try {
            if (value(name).isEmpty()) {
                violations.add("%s has no value and no defaultValue.".formatted(name));
            }
        } catch (TemplateException e) {
            violations.addAll(e.violations());
        }
    }

    private Optional<JsonNode> value(String name) {
        var known = values.get(name);
        var definition = template.parameters().get(name);
        if (known != null || definition == null || definition.defaultValue().isEmpty()) {
            return Optional.ofNullable(known);
        }
        var value = definition.spelled(
                expressions.evaluate(definition.defaultValue().get()));
        definition.violations(value).forEach(violations::add);
        values.put(definition.name(), value);
        return Optional.of(value);
    }

    private List<String> names() {
        return template.parameters().values().stream()
                .map(ParameterDefinition::name)
                .toList();
    }

    private static String listed(Collection<String> names) {
        return names.stream()
                .limit(MOST_NAMES)
                .map(ParameterDefinition::quoted)
                .collect(Collectors.joining(", ", "", names.size() > MOST_NAMES ? ", …" : ""));
    }
}
