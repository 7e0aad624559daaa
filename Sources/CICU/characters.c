#include "cicu.h"
#include <unicode/uchar.h>
#include <unicode/uscript.h>

// The raw values of ScriptClass in Swift; ICUCharactersTests compares the two.
enum {
  OTHER, LATIN, GREEK, CYRILLIC, ARMENIAN, GEORGIAN, HEBREW, ARABIC, DEVANAGARI, INDIC, ETHIOPIC,
  HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, BURMESE, NUMBER, SYMBOL
};

static uint16_t class_of_script(UScriptCode script) {
  switch (script) {
  case USCRIPT_LATIN: return LATIN;
  case USCRIPT_GREEK: return GREEK;
  case USCRIPT_CYRILLIC: return CYRILLIC;
  case USCRIPT_ARMENIAN: return ARMENIAN;
  case USCRIPT_GEORGIAN: return GEORGIAN;
  case USCRIPT_HEBREW: return HEBREW;
  case USCRIPT_ARABIC: return ARABIC;
  case USCRIPT_DEVANAGARI: return DEVANAGARI;
  case USCRIPT_BENGALI:
  case USCRIPT_GURMUKHI:
  case USCRIPT_GUJARATI:
  case USCRIPT_ORIYA:
  case USCRIPT_TAMIL:
  case USCRIPT_TELUGU:
  case USCRIPT_KANNADA:
  case USCRIPT_MALAYALAM:
  case USCRIPT_SINHALA: return INDIC;
  case USCRIPT_ETHIOPIC: return ETHIOPIC;
  case USCRIPT_HAN: return HAN;
  case USCRIPT_HIRAGANA: return HIRAGANA;
  case USCRIPT_KATAKANA:
  case USCRIPT_KATAKANA_OR_HIRAGANA: return KATAKANA;
  case USCRIPT_HANGUL: return HANGUL;
  case USCRIPT_THAI: return THAI;
  case USCRIPT_LAO: return LAO;
  case USCRIPT_KHMER: return KHMER;
  case USCRIPT_MYANMAR: return BURMESE;
  default: return OTHER;
  }
}

static uint16_t grapheme_of(UChar32 c) {
  // NFKC makes U+0E4D U+0E32 of SARA AM, and of its Lao fellow likewise. ICU may begin a word with
  // SARA AM, which is a letter, and never with U+0E4D behind another letter: so that both spellings
  // have the same places, both begin one.
  if (c == 0x0E33 || c == 0x0E4D || c == 0x0EB3 || c == 0x0ECD) return CICU_GRAPHEME_OTHER;
  switch (u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
  case U_GCB_EXTEND:
  case U_GCB_ZWJ:
  case U_GCB_SPACING_MARK: return CICU_GRAPHEME_EXTEND;
  case U_GCB_L: return CICU_GRAPHEME_L;
  case U_GCB_V: return CICU_GRAPHEME_V;
  case U_GCB_T: return CICU_GRAPHEME_T;
  case U_GCB_LV: return CICU_GRAPHEME_LV;
  case U_GCB_LVT: return CICU_GRAPHEME_LVT;
  default: return CICU_GRAPHEME_OTHER;
  }
}

static uint16_t flags_of(UChar32 c) {
  uint32_t category = U_MASK(u_charType(c));
  uint16_t flags = 0;
  // Private use and what is newer than this ICU are words of somebody's: they stay findable.
  if (category & (U_GC_L_MASK | U_GC_CO_MASK | U_GC_CN_MASK)) flags |= CICU_LETTER;
  // Burmese has marks that are graphemes of their own, and so may be all of a query.
  if ((category & U_GC_MC_MASK) && grapheme_of(c) == CICU_GRAPHEME_OTHER) flags |= CICU_LETTER;
  if (category & U_GC_N_MASK) flags |= CICU_NUMBER;
  if ((category & U_GC_SO_MASK) && c != 0xFFFD) flags |= CICU_SYMBOL;
  if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION)) flags |= CICU_SYMBOL;
  if (u_hasBinaryProperty(c, UCHAR_EMOJI)) flags |= CICU_EMOJI;
  return flags;
}

static uint16_t properties_of(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  uint16_t flags = flags_of(c);
  UScriptCode script = uscript_getScript(c, &error);
  // Letters that scripts share: U+30FC lengthens vowels in both kana, U+3006 stands among Han.
  if (script == USCRIPT_COMMON && (flags & CICU_LETTER)) {
    if (uscript_hasScript(c, USCRIPT_KATAKANA)) script = USCRIPT_KATAKANA;
    else if (uscript_hasScript(c, USCRIPT_HAN)) script = USCRIPT_HAN;
  }
  uint16_t class = class_of_script(script);
  if (class >= HAN && class <= BURMESE) flags |= CICU_PLACES;
  if (class == OTHER && (flags & CICU_NUMBER)) class = NUMBER;
  else if (class == OTHER && (flags & CICU_SYMBOL)) class = SYMBOL;
  return class | flags | (uint16_t)(grapheme_of(c) << CICU_GRAPHEME_SHIFT);
}

void cicu_properties_page(uint32_t first, uint16_t *output) {
  for (uint32_t i = 0; i < 256; i++) output[i] = properties_of((UChar32)(first + i));
}
