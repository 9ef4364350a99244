package dev.pgconvoy.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A form of another service's requests, which become requests of ours. [EventCodec] takes those that a module
/// on the class path provides ([java.util.ServiceLoader]).
public interface ForeignRequestForm {

    /// Whether it is in this form; what has a source or a target is in ours.
    boolean matches(JsonNode tree);

    /// Of what is in this form.
    ///
    /// @throws MalformedEventException with everything that is wrong
    JsonNode toRequest(ObjectNode tree) throws MalformedEventException;

    /// Where the value at a place of our request (`$.source.password`) stands in the form that came.
    String place(ObjectNode tree, String ours);
}
