package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.ForeignRequestForm;
import dev.pgconvoy.event.MalformedEventException;

/// The template's parameters or the resource that they make, as events.
public final class ArmRequestForm implements ForeignRequestForm {

    @Override
    public boolean matches(JsonNode tree) {
        return RequestForms.isForeign(tree);
    }

    @Override
    public JsonNode toRequest(ObjectNode tree) throws MalformedEventException {
        try {
            return RequestForms.canonical(tree);
        } catch (TemplateException e) {
            throw new MalformedEventException("$", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String place(ObjectNode tree, String ours) {
        return RequestForms.place(tree, ours);
    }
}
