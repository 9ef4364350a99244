package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// YAML as a tree of JSON. Plain words are what YAML 1.2 says: only `true` and `false` are Booleans, and `22:30` is
/// text. An alias counts like what it stands for, so that a small file cannot become a large document.
final class YamlReader {

    private static final int MOST_ALIASES = 1_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PlacedDocument.Places places = new PlacedDocument.Places();

    private YamlReader() {}

    static PlacedDocument read(String text) throws FaultyFileException {
        try {
            var node = new Yaml(options(text.length())).compose(new StringReader(text));
            if (node == null) {
                throw new FaultyFileException(FilePosition.START, "", "the file is empty");
            }
            var reader = new YamlReader();
            var root = reader.tree(node, JsonPointer.empty(), 0);
            return reader.places.document(root);
        } catch (MarkedYAMLException e) {
            throw new FaultyFileException(place(e.getProblemMark()), "", reason(e));
        } catch (YAMLException e) {
            throw new FaultyFileException(
                    FilePosition.START, "", "this is not YAML: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static LoaderOptions options(int length) {
        var options = new LoaderOptions();
        options.setCodePointLimit(length + 1);
        options.setNestingDepthLimit(PlacedDocument.DEEPEST + 1);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        return options;
    }

    private static String reason(MarkedYAMLException e) {
        var problem = Optional.ofNullable(e.getProblem()).orElse("it cannot be read");
        var context = Optional.ofNullable(e.getContext()).filter(text -> !text.isBlank());
        return "this is not YAML: " + firstLine(context.map(text -> text + ", ").orElse("") + problem);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static FilePosition place(@Nullable Mark mark) {
        return mark == null ? FilePosition.START : new FilePosition(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private JsonNode tree(Node node, JsonPointer at, int depth) throws FaultyFileException {
        var place = place(node.getStartMark());
        places.value(at, depth, place);
        if (!node.getTag().startsWith(Tag.PREFIX)) {
            throw new FaultyFileException(place, PlacedDocument.path(at), "a tag has no meaning here; leave it out");
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, at, depth);
            case SequenceNode sequence -> array(sequence, at, depth);
            case ScalarNode scalar -> PlainWords.value(scalar);
            default -> throw new FaultyFileException(place, PlacedDocument.path(at), "this cannot be read");
        };
    }

    private JsonNode object(MappingNode mapping, JsonPointer at, int depth) throws FaultyFileException {
        var object = JSON.objectNode();
        for (var entry : mapping.getValue()) {
            var place = place(entry.getKeyNode().getStartMark());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new FaultyFileException(place, PlacedDocument.path(at), "a key is a word");
            }
            var property = at.appendProperty(key.getValue());
            places.key(property, place);
            object.set(key.getValue(), tree(entry.getValueNode(), property, depth + 1));
        }
        return object;
    }

    private JsonNode array(SequenceNode sequence, JsonPointer at, int depth) throws FaultyFileException {
        var array = JSON.arrayNode();
        for (var item : sequence.getValue()) {
            array.add(tree(item, at.appendIndex(array.size()), depth + 1));
        }
        return array;
    }
}
