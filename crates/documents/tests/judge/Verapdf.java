import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Reads lines of «standard, tab, path» and answers each with «rules, tab, failed, tab, which», as the
 * engine of veraPDF judges the file. The standard is «2a», «3a» or «ua1».
 */
final class Verapdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] asked = line.split("\t", 2);
            System.out.println(judged(PDFAFlavour.byFlavourId(asked[0]), new File(asked[1])));
        }
    }

    private static String judged(PDFAFlavour standard, File file) {
        int rules = 0;
        Map<String, Integer> failed = new TreeMap<>();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, standard);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(standard, false)) {
            ValidationResult result = validator.validate(parser);
            rules = result.getValidationProfile().getRules().size();
            result.getFailedChecks().forEach((rule, many) ->
                    failed.put(rule.getClause() + "-" + rule.getTestNumber(), many));
            if (!result.isCompliant() && failed.isEmpty()) failed.put("not compliant", 1);
        } catch (Exception error) {
            failed.put(error.getClass().getSimpleName() + ": " + error.getMessage(), 1);
        }
        String which = failed.entrySet().stream()
                .map(one -> one.getKey() + " (" + one.getValue() + ")")
                .collect(Collectors.joining(", "));
        return rules + "\t" + failed.size() + "\t" + which.replaceAll("\\s+", " ");
    }
}
