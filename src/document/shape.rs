//! A document against its JSON Schema: the one table of fields, types and ranges.
//!
//! Only what our own schemas use is looked at: `properties`, `required`,
//! `additionalProperties`, `propertyNames`, `type`, `enum`, `minimum`, `maximum`,
//! `items`, `minItems`, `maxItems`, `minLength`, `maxLength`, and `oneOf` of words.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::{Findings, Span, wording};

/// The JSON Schema of `T` in one piece: no references, no `null` (which TOML has not), no
/// types of Rust, and descriptions on one line.
pub fn plain_schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    plain(&mut schema);
    schema
}

fn plain(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    fields.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(words)) = fields.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type") != Some(&Value::from("null")));
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    fields.remove("anyOf");
                    for (name, value) in only {
                        fields.entry(name).or_insert(value);
                    }
                }
            }
            if let Some(Value::String(text)) = fields.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            if fields.get("format").is_some_and(Value::is_string) {
                fields.remove("format");
            }
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

/// Adds everything about `table` that is not as `schema` says.
pub(super) fn check(span: Span, table: &DeTable<'_>, schema: &Value, findings: &mut Findings<'_>) {
    let empty = Map::new();
    let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let other = schema.get("additionalProperties");
    let names = schema.pointer("/propertyNames/enum").and_then(Value::as_array);
    for (key, value) in table {
        let name: &str = key.get_ref();
        if let Some(field) = known.get(name) {
            check_value(name, value, field, findings);
        } else if other == Some(&Value::Bool(false)) {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            findings.add(key.span(), wording::unknown_name("field", name, &names));
        } else if let Some(names) = names
            && !names.iter().any(|allowed| allowed == name)
        {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            findings.add(key.span(), wording::unknown_name("heading", name, &names));
        } else if let Some(field @ Value::Object(_)) = other {
            check_value(name, value, field, findings);
        }
    }
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        if !table.contains_key(name) {
            let meaning = known.get(name).and_then(|field| field.get("description")).and_then(Value::as_str);
            let meaning = meaning.map(|text| format!(" ({})", first_sentence(text))).unwrap_or_default();
            findings.add(span.clone(), format!("the field `{name}` is missing{meaning}"));
        }
    }
}

fn check_value(name: &str, value: &toml::Spanned<DeValue<'_>>, schema: &Value, findings: &mut Findings<'_>) {
    let span = value.span();
    if !allowed_types(schema).iter().any(|allowed| has_type(value.get_ref(), allowed)) {
        let found = found(value.get_ref());
        findings.add(span, format!("`{name}` is {}, not {found}", expected(schema)));
        return;
    }
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let outside = |number: f64, low: Option<f64>, high: Option<f64>| {
        // Written so that NaN is outside of every range.
        !(low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high))
    };
    match value.get_ref() {
        DeValue::Table(table) => check(span, table, schema, findings),
        DeValue::Array(items) => {
            if outside(items.len() as f64, bound("minItems"), bound("maxItems")) {
                let count = counted(bound("minItems"), bound("maxItems"));
                findings.add(span, format!("`{name}` has {count} items, this has {}", items.len()));
            }
            if let Some(schema) = schema.get("items") {
                for item in items {
                    check_value(name, item, schema, findings);
                }
            }
        }
        DeValue::String(text) => {
            if let Some(words) = words(schema)
                && !words.contains(&text.as_ref())
            {
                let near = crate::nearest::nearest(text, words.iter().copied());
                let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
                let words = words.join(", ");
                findings.add(span, format!("`{name}` is one of {words}, not `{text}`{near}"));
                return;
            }
            let characters = text.chars().count();
            if outside(characters as f64, bound("minLength"), bound("maxLength")) {
                let count = counted(bound("minLength"), bound("maxLength"));
                findings.add(span, format!("`{name}` has {count} characters, this has {characters}"));
            }
        }
        number @ (DeValue::Integer(_) | DeValue::Float(_)) => {
            let written = number_of(number);
            if outside(written, bound("minimum"), bound("maximum")) {
                findings.add(span, format!("`{name}` is {}, not {written}", range(schema)));
            }
        }
        _ => {}
    }
}

/// The number a value holds; NaN where it holds none.
fn number_of(value: &DeValue<'_>) -> f64 {
    match value {
        DeValue::Integer(number) => {
            i128::from_str_radix(number.as_str(), number.radix()).map_or(f64::NAN, |number| number as f64)
        }
        DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
        _ => f64::NAN,
    }
}

/// The words a field takes, where it takes only certain words: an `enum`, or `oneOf` with
/// a description of each.
fn words(schema: &Value) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Some(words.iter().filter_map(Value::as_str).collect());
    }
    let choices = schema.get("oneOf")?.as_array()?;
    let mut all = Vec::new();
    for choice in choices {
        match choice.get("const") {
            Some(word) => all.push(word.as_str()?),
            None => all.extend(words(choice)?),
        }
    }
    Some(all)
}

fn allowed_types(schema: &Value) -> Vec<&str> {
    if words(schema).is_some() {
        return vec!["string"];
    }
    match schema.get("type") {
        Some(Value::String(only)) => vec![only],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => vec!["any"],
    }
}

fn has_type(value: &DeValue<'_>, name: &str) -> bool {
    match value {
        DeValue::String(_) => matches!(name, "string" | "any"),
        DeValue::Integer(_) => matches!(name, "integer" | "number" | "any"),
        DeValue::Float(_) => matches!(name, "number" | "any"),
        DeValue::Boolean(_) => matches!(name, "boolean" | "any"),
        DeValue::Array(_) => matches!(name, "array" | "any"),
        DeValue::Table(_) => matches!(name, "object" | "any"),
        DeValue::Datetime(_) => false,
    }
}

/// What a field takes, in words: its title where it has one, else from its type and range.
fn expected(schema: &Value) -> String {
    if let Some(title) = schema.get("title").and_then(Value::as_str) {
        return title.to_owned();
    }
    if let Some(words) = words(schema) {
        return format!("one of {}", words.join(", "));
    }
    let range = match range(schema) {
        range if range.is_empty() => range,
        range => format!(", {range}"),
    };
    let names: Vec<String> = allowed_types(schema)
        .iter()
        .map(|name| match *name {
            "number" => format!("a number{range}"),
            "integer" => format!("a whole number{range}"),
            "string" => "text in quotes".to_owned(),
            "boolean" => "true or false".to_owned(),
            "array" => "a list in brackets, as in [1, 2]".to_owned(),
            _ => "a group of fields".to_owned(),
        })
        .collect();
    names.join(" or ")
}

fn range(schema: &Value) -> String {
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(low), Some(high)) => format!("{} to {}", number_text(low), number_text(high)),
        (Some(low), None) => format!("{} or more", number_text(low)),
        (None, Some(high)) => format!("{} or less", number_text(high)),
        (None, None) => String::new(),
    }
}

fn number_text(number: &Value) -> String {
    number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
}

fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 30 => format!("the text \"{text}\""),
        DeValue::String(_) => "text".to_owned(),
        DeValue::Integer(_) | DeValue::Float(_) => number_of(value).to_string(),
        DeValue::Boolean(yes) => yes.to_string(),
        DeValue::Datetime(_) => "a date or a time".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a group of fields".to_owned(),
    }
}

fn counted(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => "any number of".to_owned(),
    }
}

fn first_sentence(text: &str) -> &str {
    text.split_terminator(". ").next().unwrap_or(text).trim_end_matches('.')
}
